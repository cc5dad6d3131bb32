// Writes a TypeScript module that holds each object of the Prometheus operator and of Argo Rollouts
// against its type, which is made from the operators' sources. Arguments: YAML files; objects of other
// kinds in them are left out. Output: the module; what it holds is listed on standard error.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const packages = {
  "argoproj.io/v1alpha1": "@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1",
};

let number = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    const models = object && packages[object.apiVersion];
    if (models) {
      const type = `I${object.kind}`;
      const name = `o${number++}`;
      console.log(`import type { ${type} as ${name}Type } from "${models}/${object.kind}";`);
      console.log(`export const ${name}: ${name}Type = ${JSON.stringify(object, null, 2)};`);
      console.error(`${object.kind} ${object.metadata.name}`);
    }
  }
}
if (number === 0) {
  throw new Error("no file has an object of the Prometheus operator or of Argo Rollouts");
}
