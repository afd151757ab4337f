/** How the pages look: phone first, light or dark as the reader has it. */

export const STYLE = `
:root{--ground:#f4f2ee;--paper:#fff;--ink:#1d1b18;--soft:#5a554d;--line:#d9d4ca;--mark:#8a4b12;--go:#1f5f3f;--go-ink:#fff;--stop:#7a1f1f;--warn:#fdf3dc;--warn-line:#c98a1b}
@media(prefers-color-scheme:dark){:root{--ground:#171513;--paper:#211e1b;--ink:#f1ede6;--soft:#b9b2a6;--line:#3d3831;--mark:#f0b27a;--go:#8fd6ae;--go-ink:#0d2417;--stop:#f2b0a8;--warn:#3a2f17;--warn-line:#d9a441}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main{max-width:42rem;margin:0 auto;padding:0 1rem}
.brand{margin:1.25rem 0 .75rem;font-weight:700}
.brand span{font-weight:400;color:var(--soft)}
main{padding-bottom:3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem}
h2{font-size:1.125rem;margin:1.75rem 0 .5rem}
.box>h2:first-child{margin-top:.25rem}
h3{font-size:1rem;margin:1rem 0 0}
p{margin:.5rem 0}
a{color:var(--mark)}
.box{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem}
.to span{display:block}.to .soft{font-size:1rem;font-weight:400}.where{font-size:1.25rem}
.soft{color:var(--soft)}
.warn{background:var(--warn);border:1px solid var(--warn-line);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}
.warn p:first-child{margin-top:0}.warn p:last-child{margin-bottom:0}
dl{display:grid;grid-template-columns:minmax(6rem,auto) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0}
ul.plain{list-style:none;margin:0;padding:0}
ul.things{margin:.25rem 0 .5rem;padding-left:1.25rem}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;font-size:1.125rem;font-weight:700;margin-bottom:.5rem}
.pick{display:grid;grid-template-columns:auto 1fr;gap:.25rem .75rem;align-items:start;background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:.875rem 1rem;margin:0 0 .625rem}
.pick:has(input:checked){border-color:var(--mark);box-shadow:0 0 0 1px var(--mark)}
.pick input{width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--mark)}
.pick label{font-weight:600}
.pick .facts{grid-column:2;margin:0}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.5rem;margin:.75rem 0;padding:0;list-style:none}
.numbers li{background:var(--ground);border-radius:.5rem;padding:.5rem .75rem}
.numbers b{display:block;font-size:1.375rem;line-height:1.2}
details{border-top:1px solid var(--line);padding:.5rem 0}
summary{cursor:pointer;padding:.25rem 0;min-height:2rem}
summary .soft{float:right;margin-left:1rem}
select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.5rem;padding:.5rem .75rem;min-height:2.75rem;max-width:100%}
.answers{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:1.25rem 0 .5rem}
.stays{position:sticky;bottom:0;background:var(--ground);border-top:1px solid var(--line);padding:.5rem 0}html:has(.stays){scroll-padding-bottom:6rem}
.answers>*,.single{display:flex;align-items:center;justify-content:center;text-align:center;width:100%;min-height:3rem;padding:.625rem 1rem;font:inherit;font-weight:600;border-radius:.625rem;border:2px solid var(--go);background:var(--go);color:var(--go-ink);text-decoration:none;cursor:pointer}
.no.single,.answers .no{background:var(--paper);color:var(--stop);border-color:var(--stop)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
code{font:.9em ui-monospace,monospace;background:var(--ground);border-radius:.25rem;padding:.1em .3em}
@media(max-width:34rem){.box dl,.facts dl{grid-template-columns:1fr;gap:0}.box dd,.facts dd{margin-bottom:.5rem}.brand span{display:none}summary .soft{float:none;display:block;margin-left:1.1rem}}
@media(max-width:22rem){.answers{grid-template-columns:1fr}}
`;
