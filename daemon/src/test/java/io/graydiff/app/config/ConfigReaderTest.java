package io.graydiff.app.config;

import org.junit.jupiter.api.Test;

class ConfigReaderTest {
  @Test
  void x() throws Exception {
    for (String s :
        new String[] {
          "listen: 1.2.3.4:99\nbudget: 2%\ncomparisons:\n  - name: a\n    baseline: go=1.22\n    canary: [go=1.23, pid=7]\n    alpha: 0.05\n    window: 10s\n    signals:\n      alloc.size: { enabled: true }\n      http.request.latency: {tolerance: 3%, worse: higher}\n      gc.pause:\n",
          "listn: 1.2.3.4:99\n",
          "listen: 1.2.3.4:99\n\nfoo: 3\nbar: 4\n",
          "comparisons:\n  - name: a\n    baselin: go=1.22\n    canary: go=1.23\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n\n  - name: b\n    baseline: go=1.22\n    canary: go=1\n",
          "comparisons:\n  - name: a\n    baseline: foo=1.22\n    canary: go=1.23\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    window: 10\n",
          "comparisons:\n  - name: a\n    baseline:\n    canary: go=1.23\n    window: 10\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    signals:\n      alloc.sze: {enabled: true}\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    signals:\n      alloc.size: {enabled: maybe}\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    signals:\n      alloc.size: {tolerance: 3%,\n         enable: true}\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    signals:\n      alloc.size: 3%\n",
          "comparisons:\n  - name: a\n    baseline: go=1.22\n    canary: go=1.23\n    signals: [alloc.size]\n",
          "comparisons: []\n",
          "comparisons:\n",
          "comparisons: 5\n",
          "",
          "   \n# x\n",
          "[]",
          "a: b: c\n",
          "listen: x\nlisten: y\n",
          "comparisons:\n\t- a\n",
          "listen: [1]\n",
          "listen:\n",
          "budget: 1%\nlisten: 127.0.0.1:9477\n",
          "comparisons: []\n---\nfoo: 1\n"
        }) {
      try {
        System.out.println(ConfigReader.parse(s, "c.yaml"));
      } catch (ConfigException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
