package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildInfoTextTest {
  private static final String TEXT =
      """
      path\texample.com/app/cmd/app
      mod\texample.com/app\t(devel)\t
      dep\texample.com/lib\tv1.2.3\th1:abc=
      dep\texample.com/old\tv1.0.0\t
      =>\t../fork\t(devel)\t
      build\t-ldflags="-X main.a=b -X \\"main.c=d\\""
      build\tvcs.revision=0123abc
      build\tvcs.modified=true
      build\t"odd key"=value
      later\tkind of line
      """;

  @Test
  void readsModulesReplacementsAndSettings() {
    BuildInfo info = BuildInfoText.parse("go1.23.5", TEXT);

    assertThat(info.path()).isEqualTo("example.com/app/cmd/app");
    assertThat(info.modulePath()).isEqualTo("example.com/app");
    assertThat(info.dependencies()).hasSize(2);
    assertThat(info.dependencies().get(0))
        .isEqualTo(
            new Module("example.com/lib", "v1.2.3", Optional.of("h1:abc="), Optional.empty()));
    assertThat(info.dependencies().get(1).effective().path()).isEqualTo("../fork");
    assertThat(info.revision()).contains("0123abc");
    assertThat(info.modified()).isTrue();
    assertThat(info.setting("-ldflags")).contains("-X main.a=b -X \"main.c=d\"");
    assertThat(info.setting("odd key")).contains("value");
    assertThat(info.minorVersion()).isEqualTo(23);
  }

  @Test
  void fallsBackToThePackageWhereThereIsNoModule() {
    BuildInfo info = BuildInfoText.parse("go1.19.8", "path\tgithub.com/caddyserver/caddy\n");
    assertThat(info.main()).isEmpty();
    assertThat(info.modulePath()).isEqualTo("github.com/caddyserver/caddy");
  }

  @Test
  void takesQuotesApartAsGoPutsThemTogether() {
    assertThat(GoStrings.unquote("\"a\\tb\\\"\\x41\\u00e9\\U0001f600\"")).isEqualTo("a\tb\"Aé😀");
    assertThat(GoStrings.unquote("`raw\\n`")).isEqualTo("raw\\n");
    assertThat(GoStrings.unquote("plain")).isEqualTo("plain");
    assertThat(GoStrings.unquote("\"\\U00ffffff\\xzz\\")).isNotNull();
    assertThat(GoStrings.unquote("\"\\U00ffffff\"")).isEqualTo("\ufffd");
  }
}
