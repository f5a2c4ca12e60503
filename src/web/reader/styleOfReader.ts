/** The style sheet of the reader: system fonts, dark on light by AA, readable at any width and zoom. */
export const styleOfReader = `
:root { color-scheme: light; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; }
header, main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: 1.5rem; border-bottom: 4px solid #1d4f91; }
a { color: #1a4480; }
a:focus-visible, pre:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; }
.skip { position: absolute; inset-inline-start: -999rem; }
.skip:focus { position: static; display: block; padding: .5rem 1rem; }
h1 { font-size: 1.75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin-bottom: .5rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 1rem; background: #f3f2f1; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; font-weight: 700; padding: .5rem 0; }
th, td { text-align: start; vertical-align: top; padding-block: .4rem; padding-inline: 0 .75rem; border-bottom: 1px solid #b1b4b6;
  overflow-wrap: anywhere; }
thead th { overflow-wrap: normal; }
dl > div { display: grid; grid-template-columns: 3rem 1fr; gap: .75rem; border-bottom: 1px solid #b1b4b6; padding: .4rem 0; }
dt { font-weight: 700; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.operation { border-top: 2px solid #b1b4b6; margin-top: 2rem; }
.languages { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; list-style: none; }
.columns { columns: 16rem; padding-inline-start: 1.25rem; }
`
