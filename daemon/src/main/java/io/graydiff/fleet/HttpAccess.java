package io.graydiff.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How Prometheus lets one in: headers of every request, and whom to trust. Immutable.
 *
 * @param headers name to value; secrets are among them
 * @param tls empty for the certificate authorities that Java trusts
 */
public record HttpAccess(Map<String, String> headers, Optional<SSLContext> tls) {
  /** No authentication. */
  public static final HttpAccess OPEN = new HttpAccess(Map.of(), Optional.empty());

  public HttpAccess {
    headers = Map.copyOf(headers);
  }

  /** With a bearer token beside all else. */
  public HttpAccess withToken(String token) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Authorization", "Bearer " + token.strip());
    return new HttpAccess(all, tls);
  }

  /**
   * Reads a file of the form that {@code promtool --http.config.file} takes: {@code authorization},
   * {@code basic_auth}, {@code tls_config} with {@code ca_file}, {@code http_headers}. Paths in it
   * are relative to it.
   *
   * @throws PrometheusException when it cannot be read or has a key that is not known
   */
  public static HttpAccess read(Path file) throws PrometheusException {
    try {
      Form form = new ObjectMapper(new YAMLFactory()).readValue(file.toFile(), Form.class);
      Map<String, String> headers = new LinkedHashMap<>();
      if (form.headers() != null) {
        form.headers().forEach((name, header) -> headers.put(name, header.joined()));
      }
      if (form.basic() != null) {
        String pair = form.basic().username() + ":" + form.basic().secret(file);
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
      if (form.authorization() != null) {
        headers.put("Authorization", form.authorization().header(file));
      }
      String authority = form.tls() == null ? null : form.tls().authority();
      return new HttpAccess(
          headers,
          authority == null
              ? Optional.empty()
              : Optional.of(trusting(file.resolveSibling(authority))));
    } catch (UnrecognizedPropertyException e) {
      throw new PrometheusException(
          file
              + ": the key '"
              + e.getPropertyName()
              + "' is not known here; known are "
              + e.getKnownPropertyIds(),
          e);
    } catch (JsonProcessingException e) {
      throw new PrometheusException(
          file + " line " + e.getLocation().getLineNr() + ": " + firstLine(e.getOriginalMessage()),
          e);
    } catch (IOException | GeneralSecurityException e) {
      throw new PrometheusException(file + " cannot be used: " + e, e);
    }
  }

  private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + number++, each);
      }
      if (number == 0) {
        throw new IOException(pem + " holds no certificate");
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it cannot be read");
  }

  private static String secret(
      Path file, @Nullable String given, @Nullable String secretFile, String key)
      throws IOException {
    if ((given == null) == (secretFile == null)) {
      throw new IOException("it takes one of " + key + " and " + key + "_file");
    }
    return given != null ? given : Files.readString(file.resolveSibling(secretFile)).strip();
  }

  private record Form(
      @JsonProperty("authorization") @Nullable Authorization authorization,
      @JsonProperty("basic_auth") @Nullable Basic basic,
      @JsonProperty("tls_config") @Nullable Tls tls,
      @JsonProperty("http_headers") @Nullable Map<String, Header> headers) {}

  private record Authorization(
      @JsonProperty("type") @Nullable String type,
      @JsonProperty("credentials") @Nullable String credentials,
      @JsonProperty("credentials_file") @Nullable String file) {
    String header(Path near) throws IOException {
      String scheme = type == null ? "Bearer" : type;
      return scheme + " " + HttpAccess.secret(near, credentials, file, "credentials");
    }
  }

  private record Basic(
      @JsonProperty(value = "username", required = true) String username,
      @JsonProperty("password") @Nullable String password,
      @JsonProperty("password_file") @Nullable String file) {
    String secret(Path near) throws IOException {
      return HttpAccess.secret(near, password, file, "password");
    }
  }

  private record Tls(@JsonProperty("ca_file") @Nullable String authority) {}

  private record Header(@JsonProperty(value = "values", required = true) List<String> values) {
    String joined() {
      return String.join(", ", values);
    }
  }
}
