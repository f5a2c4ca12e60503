/** The style of a letter on a screen and on paper; `pageCounter` is what stands at the foot of each page. */
export function letterStyle(pageCounter: string): string {
  return `@page { size: A4; margin: 22mm 20mm 24mm; @bottom-center { content: ${pageCounter}; font-size: 8.5pt; color: #444; } }
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #111; font: 10.5pt/1.5 "Noto Sans", "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; }
:lang(ar) { line-height: 1.75; }
.sheet { max-width: 172mm; margin: 0 auto; padding: 12mm 8mm; }
.sheet + .sheet { break-before: page; border-top: 1px solid #bbb; }
.letterhead { font-weight: 600; }
h1, h2, h3, h4, h5, h6 { line-height: 1.35; break-after: avoid; margin: 1.1em 0 0.3em; }
h1 { font-size: 15pt; border-bottom: 1.5pt solid #111; padding-bottom: 0.25em; }
h2 { font-size: 12pt; border-bottom: 0.5pt solid #999; }
h3 { font-size: 11pt; }
h4, h5, h6 { font-size: 10.5pt; }
section section { margin-inline-start: 4mm; }
.qr.large { width: 84mm; height: 84mm; }
.pair { display: grid; grid-template-columns: minmax(36mm, 32%) 1fr; column-gap: 5mm; padding: 0.1em 0; break-inside: avoid; }
.label { color: #333; font-weight: 600; }
.value, .words, code, bdi { overflow-wrap: anywhere; }
.value ul { margin: 0; padding: 0; list-style: none; }
.text { margin: 0.5em 0; }
.mark { color: #555; font-size: 9pt; break-after: avoid; }
.original, .translation { margin: 0.2em 0; }
.words { margin: 0.1em 0 0.5em; white-space: pre-wrap; border-inline-start: 2pt solid #bbb; padding-inline-start: 3mm; }
.translation .words { border-inline-start-style: dotted; }
.mark { padding-inline-start: 3mm; }
code { font: inherit; font-feature-settings: "tnum"; unicode-bidi: isolate; }
table { border-collapse: collapse; width: 100%; margin: 0.8em 0; }
th, td { border-bottom: 0.5pt solid #999; padding: 0.2em 0.4em; text-align: start; vertical-align: top; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.proof { border-top: 1pt solid #111; margin-top: 1.5em; font-size: 9pt; break-inside: avoid; overflow: hidden; }
.qr { width: 36mm; height: 36mm; float: inline-end; margin-inline-start: 4mm; }
@media print { .sheet { max-width: none; padding: 0; } .sheet + .sheet { border-top: 0; } }`
}
