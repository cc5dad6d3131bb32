package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real Chromium, fed by the real server. Leaves pictures in target/page. */
class PageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path PICTURES = Path.of("target", "page");

  private final TestServer http = new TestServer();
  private final ChromeDriver browser = new ChromeDriver(service(), options());

  PageIT() throws ListenException {}

  @BeforeEach
  void open() {
    for (int windows = 1; windows <= 40; windows++) {
      publish("checkout", windows);
    }
    screen(1280, false);
  }

  @AfterEach
  void close() {
    try {
      assertThat(consoleErrors()).isEmpty();
    } finally {
      browser.quit();
      http.close();
    }
  }

  @Test
  void showsARowForEachSignalWithItsChangeAndVerdict() {
    visit();
    WebElement row = row("http.request.latency");
    assertThat(row.getText()).contains("+7.8 %", "[+5.1, +11]", "2.82 ms", "✗ regression");
    assertThat(row("goroutine.created").getText()).contains("1,021/s", "pass");
    assertThat(text("#verdict")).contains("Regression", "40 windows");
    assertThat(text("#baseline")).contains("go1.22.12", "2 processes, 1 left");
    assertThat(text("#cost")).contains("0.62 %", "123,456");
    assertThat(browser.findElements(By.cssSelector("#processes tbody tr"))).hasSize(5);
    assertThat(text("#profile")).contains("reflect.Value.Field", "+20.0", "main.(*cache).fill");
    assertThat(text("#goroutines")).contains("main.(*shop).audit", "1,508, +1,500", "41 s");
    assertThat(text("#builds")).contains("module example.com/cache", "v1.4.0", "v1.5.1", "none");
    assertThat(text("#events")).contains("main.(*shop).charge", "nil pointer", "12");
    assertThat(browser.findElements(By.cssSelector("[data-series^='lock.wait']")))
        .as("a row without events")
        .isEmpty();
    assertThat(browser.getTitle()).isEqualTo("regression: checkout - graydiff");
  }

  @Test
  void followsTheStreamWithoutReloading() {
    visit();
    browser.executeScript("window.witness = 'same document'");
    publish("checkout", 41);
    until(() -> text("#verdict").contains("41 windows"));
    publish("second", 7);
    until(() -> text("#tabs").contains("second"));
    assertThat(browser.executeScript("return window.witness")).isEqualTo("same document");
    assertThat(text("#link")).isEqualTo("live");
  }

  @Test
  void fillsByItselfWhenTheFirstWindowCloses() {
    http.comparisons.remove("checkout");
    browser.get(http.uri("/").toString());
    until(() -> text("#empty").contains("No window has closed yet"));
    publish("checkout", 1);
    until(() -> !browser.findElements(By.cssSelector("#heat tbody tr")).isEmpty());
  }

  @Test
  void drawsDistributionAndTimelineOfTheSignalThatIsChosen() {
    visit();
    row("gc.pause").findElement(By.cssSelector("button.name")).click();
    until(() -> text("#distribution-title").equals("Distribution of gc.pause"));
    until(() -> paths("#distribution .stroke") == 2 && paths("#timeline .stroke") == 1);
    assertThat(text("#timeline")).contains("gc.pause p95: −9.7 %", "tolerance ±3 %");
    row("gc.pause").findElement(By.cssSelector("button.more")).click();
    until(() -> !browser.findElements(By.cssSelector("#heat tr.part")).isEmpty());
    browser.findElement(By.cssSelector("#heat tr.part button.name")).click();
    until(() -> text("#distribution-title").equals("Distribution of gc.pause, mark termination"));
    until(() -> paths("#distribution .stroke") == 2);
    picture("part-of-a-signal");
  }

  @Test
  void showsTheTailOnALogarithmicScale() {
    visit();
    until(() -> paths("#distribution .area") == 2);
    browser.findElements(By.cssSelector("#views button")).get(1).click();
    until(() -> paths("#distribution .area") == 0 && paths("#distribution .stroke") == 2);
    picture("tail");
  }

  @Test
  void switchesBetweenComparisons() {
    publish("second", 9);
    visit();
    browser.findElements(By.cssSelector("#tabs button")).get(1).click();
    until(() -> text("#verdict").contains("9 windows"));
    assertThat(browser.getCurrentUrl()).endsWith("#second");
  }

  @Test
  void isReadableAtDeskAndPhoneWidthInLightAndDark() {
    for (int width : new int[] {1280, 400}) {
      for (boolean dark : new boolean[] {false, true}) {
        screen(width, dark);
        visit();
        until(() -> paths("#distribution .stroke") == 2 && paths("#timeline .stroke") == 1);
        Object overflow =
            browser.executeScript(
                "return document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth");
        assertThat(overflow).as("columns beyond %s", width).isEqualTo(0L);
        picture(width + (dark ? "-dark" : "-light"));
      }
    }
  }

  @Test
  void asksNoOtherHost() throws Exception {
    visit();
    until(() -> paths("#distribution .stroke") == 2);
    Object asked =
        browser.executeScript(
            "return performance.getEntriesByType('resource').map(e => e.name)"
                + ".filter(name => !name.startsWith(location.origin))");
    assertThat(asked).isEqualTo(List.of());
    assertThat(http.get("/").headers().firstValue("content-security-policy"))
        .get()
        .asString()
        .contains("default-src 'none'", "connect-src 'self'");
  }

  private void publish(String name, int windows) {
    http.comparisons.publish(
        new PublishedFixture(name, windows == 40 ? 1 : windows).windows(windows).build());
  }

  private void visit() {
    browser.get(http.uri("/").toString());
    until(() -> !browser.findElements(By.cssSelector("#heat tbody tr")).isEmpty());
  }

  private WebElement row(String signal) {
    return browser.findElement(By.cssSelector("#heat tr[data-series^='" + signal + "']"));
  }

  private String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  private int paths(String selector) {
    return browser.findElements(By.cssSelector(selector)).size();
  }

  private void until(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as("time is up; page:\n%s", text("body")).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean holds(Supplier<Boolean> condition) {
    try {
      return condition.get();
    } catch (org.openqa.selenium.StaleElementReferenceException e) {
      return false;
    }
  }

  private void screen(int width, boolean dark) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The whole page, however long. */
  private void picture(String name) {
    try {
      Object height = browser.executeScript("return document.documentElement.scrollHeight");
      long width =
          (Long)
              Objects.requireNonNull(
                  browser.executeScript("return document.documentElement.clientWidth"));
      browser.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of(
              "width",
              width,
              "height",
              Objects.requireNonNull(height),
              "deviceScaleFactor",
              1,
              "mobile",
              width < 600));
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> consoleErrors() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  private static ChromeDriverService service() {
    return new ChromeDriverService.Builder()
        .usingDriverExecutable(new java.io.File("/usr/bin/chromedriver"))
        .usingAnyFreePort()
        .build();
  }

  private static ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.setCapability("goog:loggingPrefs", logs);
    return options;
  }
}
