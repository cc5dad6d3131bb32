package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SelectorPropertiesTest {
  @Property
  void whatIsWrittenReadsAsTheSameSelector(@ForAll("terms") Map<String, String> terms)
      throws Exception {
    Selector selector = Selector.parse(write(terms));
    assertThat(Selector.parse(selector.toString())).isEqualTo(selector);
  }

  @Property
  void commasInValuesSurvive(@ForAll("terms") Map<String, String> terms) throws Exception {
    Map<String, String> read = new LinkedHashMap<>();
    Selector.parse(write(terms)).terms().forEach(term -> read.put(term.key().id(), term.value()));
    assertThat(read).isEqualTo(terms);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(Selector.parse(text).terms()).isNotEmpty();
    } catch (SelectorSyntaxException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<Map<String, String>> terms() {
    Arbitrary<String> text =
        Arbitraries.strings().withCharRange('a', 'z').withChars("0123456789,=/.-_").ofMinLength(1);
    Arbitrary<String> version =
        Combinators.combine(
                Arbitraries.integers().between(1, 40), Arbitraries.integers().between(0, 20))
            .as((minor, patch) -> "1." + minor + "." + patch);
    Arbitrary<String> label =
        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(10);
    Map<String, Arbitrary<String>> values =
        Map.of(
            "pid", Arbitraries.integers().between(1, 4_194_304).map(String::valueOf),
            "exe", text,
            "go", version,
            "module", text,
            "revision", text,
            "cmdline", text,
            "cgroup", text,
            "unit", text.map(name -> name + ".service"),
            "k8s", label.map(value -> "shop/app=" + value));
    return Arbitraries.of(values.keySet())
        .set()
        .ofMinSize(1)
        .map(List::copyOf)
        .flatMap(
            keys ->
                Combinators.combine(keys.stream().map(values::get).toList()).as(v -> zip(keys, v)));
  }

  private static Map<String, String> zip(List<String> keys, List<String> values) {
    Map<String, String> terms = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      terms.put(keys.get(i), values.get(i));
    }
    return terms;
  }

  private static String write(Map<String, String> terms) {
    List<String> parts = new ArrayList<>();
    terms.forEach((key, value) -> parts.add(key + "=" + value.replace(",", "\\,")));
    return parts.stream().collect(Collectors.joining(","));
  }
}
