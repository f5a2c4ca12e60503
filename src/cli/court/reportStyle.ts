/** The style of a report on a screen and on paper. */
export const reportStyle = `@page { size: A4; margin: 20mm; }
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #14181f; font: 10.5pt/1.55 "Noto Sans", "Noto Naskh Arabic", "Noto Sans SC", system-ui, sans-serif; }
main { max-width: 180mm; margin: 0 auto; padding: 10mm 8mm; }
h1 { font-size: 16pt; line-height: 1.3; border-bottom: 1.5pt solid #14181f; padding-bottom: 0.25em; }
h2 { font-size: 12.5pt; margin: 1.6em 0 0.4em; border-bottom: 0.5pt solid #999; break-after: avoid; }
h3 { font-size: 11pt; margin: 1em 0 0.1em; break-after: avoid; }
p { margin: 0.4em 0; }
.made, .file { color: #4a5463; font-size: 9.5pt; }
.verdict { border: 1.5pt solid; border-radius: 4px; padding: 0.6em 0.9em; font-size: 12pt; }
.good { border-color: #146c2e; background: #eef8f0; }
.incomplete { border-color: #8a5300; background: #fff7e8; }
.bad { border-color: #a3151f; background: #fdeeee; }
.first { font-weight: 600; overflow-wrap: anywhere; }
.messages { padding-inline-start: 1.6em; }
.messages > li { break-inside: avoid; }
ul { margin: 0.3em 0; padding-inline-start: 1.3em; }
li { margin: 0.15em 0; }
.not { border: 1.5pt solid #8a5300; border-radius: 4px; padding: 0 1em 0.6em; margin-top: 1.6em; }
.not li { margin: 0.45em 0; }
code { font-family: ui-monospace, monospace; font-size: 0.88em; overflow-wrap: anywhere; unicode-bidi: isolate; }
a { color: #0b4a8f; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 0.8em 0; }
th, td { border-bottom: 0.5pt solid #999; padding: 0.25em 0.5em 0.25em 0; text-align: start; vertical-align: top; }
@media print { main { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } }`
