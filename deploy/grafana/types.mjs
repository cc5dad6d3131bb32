// Writes a TypeScript module that holds each dashboard, and the options and field settings of each
// panel, against the types of @grafana/schema. Arguments: the dashboards; output: the module.
import { readFileSync } from "node:fs";

const panels = {
  heatmap: "heatmap/panelcfg/x/HeatmapPanelCfg_types.gen",
  stat: "stat/panelcfg/x/StatPanelCfg_types.gen",
  "state-timeline": "statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen",
  table: "table/panelcfg/x/TablePanelCfg_types.gen",
  timeseries: "timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen",
  trend: "trend/panelcfg/x/TrendPanelCfg_types.gen",
};
const withFields = new Set(["heatmap", "state-timeline", "timeseries", "trend"]);

const identifier = (type) => type.replace(/\W/g, "_");

console.log(`import type { Dashboard } from "@grafana/schema";`);
for (const [type, module] of Object.entries(panels)) {
  const path = `@grafana/schema/dist/esm/raw/composable/${module}`;
  console.log(`import type * as ${identifier(type)} from "${path}";`);
}
// What JSON can be of a type: enumerations by the text of their members.
console.log(`
type Json<T> = T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends (infer U)[] ? Json<U>[]
  : T extends object ? { [K in keyof T]: Json<T[K]> }
  : T;
`);
let number = 0;
for (const file of process.argv.slice(2)) {
  const dashboard = JSON.parse(readFileSync(file, "utf8"));
  console.log(`// ${file}`);
  console.log(`export const d${number++}: Json<Dashboard> = ${JSON.stringify(dashboard, null, 2)};`);
  for (const panel of dashboard.panels.filter((p) => p.type !== "row")) {
    if (!(panel.type in panels)) {
      throw new Error(`${file}: nothing is known of panels of type ${panel.type}`);
    }
    const type = identifier(panel.type);
    console.log(`// ${file}: ${panel.title}`);
    console.log(`export const d${number++}: Json<${type}.Options> = ${JSON.stringify(panel.options)};`);
    const custom = panel.fieldConfig.defaults.custom;
    if (withFields.has(panel.type) && custom !== undefined) {
      console.log(`export const d${number++}: Json<${type}.FieldConfig> = ${JSON.stringify(custom)};`);
    }
  }
}
