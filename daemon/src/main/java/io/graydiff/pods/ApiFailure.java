package io.graydiff.pods;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Says in a line what is wrong with the Kubernetes API, and what to do. */
final class ApiFailure {
  private static final String DOCUMENT = "see docs/kubernetes.md";

  private ApiFailure() {}

  /**
   * @param where what was asked for, such as {@code pods of namespace shop}
   */
  static PodDiscoveryException of(Throwable thrown, URI api, String where) {
    return new PodDiscoveryException(describe(thrown, api, where), thrown);
  }

  static String describe(Throwable thrown, URI api, String where) {
    int status = status(thrown);
    return switch (status) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the Kubernetes API at "
              + api
              + " does not accept the credentials; renew the token or certificate that the"
              + " kubeconfig file or the service account gives";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "the Kubernetes API denies the "
              + where
              + ": "
              + root(thrown)
              + "; grant get, list and watch on pods, "
              + DOCUMENT;
      case 0 ->
          "the Kubernetes API at " + api + " cannot be reached: " + root(thrown) + "; " + DOCUMENT;
      default -> "the Kubernetes API at " + api + " answered " + status + ": " + root(thrown);
    };
  }

  /** The status of the answer; 0 where there was none. */
  private static int status(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof KubernetesClientException e && e.getCode() > 0) {
        return e.getCode();
      }
    }
    return 0;
  }

  /** What the API itself says, or else what kept it from answering. */
  private static String root(Throwable thrown) {
    Throwable cause = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof KubernetesClientException e && e.getStatus() != null) {
        return String.valueOf(e.getStatus().getMessage());
      }
      if (t instanceof ConnectException) {
        return "connection refused";
      }
      cause = t;
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
