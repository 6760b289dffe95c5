/** Light whatever the screen's theme, as it is made to be printed; A4 and Letter. */
export const documentStyle = `
:root { color-scheme: light; --text: #14222e; --muted: #526372; --line: #d7dfe6; --soft: #f6f8fa; --simulated: #5f3dab;
  --simulated-soft: #eee9fa; --warning-soft: #fff3d1; --warning-line: #e5b83f; --warning-text: #6d4700; --good: #0d7356; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 900px; padding: 32px 28px; background: #fff; color: var(--text);
  font: 14px/1.5 'Inter Variable', Inter, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-variant-numeric: tabular-nums; }
header { border-bottom: 2px solid var(--text); padding-bottom: 14px; margin-bottom: 18px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 28px 0 8px; font-size: 17px; break-after: avoid; }
p { margin: 6px 0; }
.kind { color: var(--muted); margin: 0 0 2px; }
.marks { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 0; padding: 0; list-style: none; }
.marks li { border: 1px solid var(--line); border-radius: 6px; padding: 2px 10px; font-weight: 600; font-size: 13px; }
.simulated { background: var(--simulated-soft); color: var(--simulated); border-color: currentcolor; }
h2 .simulated { padding: 1px 8px; border-radius: 6px; font-size: 12px; vertical-align: 2px; }
.verdict { border-left: 4px solid var(--good); background: var(--soft); padding: 10px 14px; font-weight: 600; font-size: 16px; }
.verdict.chance { border-color: var(--warning-line); background: var(--warning-soft); color: var(--warning-text); }
.caveats { margin: 10px 0 0; padding-left: 20px; }
.caveats li { margin: 3px 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 8px 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 8px 0; }
caption { text-align: left; color: var(--muted); padding-bottom: 4px; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--text); }
tr.few td, tr.few th { color: var(--muted); }
.few-mark { color: var(--warning-text); font-weight: 600; white-space: nowrap; }
td.figure { white-space: nowrap; }
table.matrix { width: auto; }
table.matrix td, table.matrix thead th { padding-right: 18px; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; margin-top: 8px; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: 4px; }
figure > svg { display: block; width: 100%; height: auto; font-size: 10.5px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 2px 0 0; padding: 0 0 0 14%; list-style: none; font-size: 12.5px; }
.legend svg { width: 24px; height: 12px; margin-right: 6px; }
svg text { fill: var(--text); }
svg .labels text { fill: var(--muted); text-anchor: middle; }
svg .labels text.end { text-anchor: end; }
svg .grid line { stroke: var(--line); stroke-width: 0.7; }
svg polyline { fill: none; stroke-width: 1.8; }
svg g > line { stroke-width: 1.4; }
svg rect { stroke: none; }
.signature { break-inside: avoid; }
.signature div { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: 24px; margin-top: 44px; }
.signature span { border-top: 1px solid var(--text); padding-top: 4px; color: var(--muted); }
footer { margin-top: 28px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--muted); font-size: 12.5px; }
@media (max-width: 640px) { .charts { grid-template-columns: 1fr; } body { padding: 18px 14px; } .wide { overflow-x: auto; } }
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  tr, .verdict, dl { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
