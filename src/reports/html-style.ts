/** The style sheet of the HTML report: light and dark, narrow and wide, screen and paper. */
export const HTML_STYLE = `
:root{--page:#f6f7f9;--card:#fff;--ink:#17202b;--quiet:#566273;--line:#dde2e9;--link:#0b5cad;--code:#eef1f5;
--critical:#a3122a;--high:#c2410c;--medium:#8a5a00;--low:#47607f;--holds:#17693f;--unknown:#6b4ea0;
--critical-soft:#fdecee;--high-soft:#fdf0e7;--medium-soft:#fcf4df;--low-soft:#edf2f8;--holds-soft:#e6f4ec;--unknown-soft:#f1ecfa;
--bar-fail:#c6283f;--bar-unknown:#8d6fc4;--bar-waived:#c9a227;--bar-pass:#2f9862;--bar-none:#c9d0d9}
@media (prefers-color-scheme:dark){:root{--page:#11161d;--card:#19212b;--ink:#e6ebf1;--quiet:#9dabba;--line:#2c3744;--link:#7db8f5;--code:#232d39;
--critical:#ff8a9a;--high:#ffa574;--medium:#eec35c;--low:#a9c1de;--holds:#76d3a1;--unknown:#c3aaf2;
--critical-soft:#43171f;--high-soft:#40230f;--medium-soft:#372a0b;--low-soft:#20303f;--holds-soft:#12331f;--unknown-soft:#2b2142;
--bar-fail:#e2556a;--bar-unknown:#9a80d2;--bar-waived:#cfae45;--bar-pass:#3fae75;--bar-none:#465463}}
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-width:66rem;margin:0 auto;padding:0 1.25rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;border-radius:.4rem;z-index:1}
header{background:var(--card);border-bottom:1px solid var(--line);border-top:6px solid var(--holds);padding:1.6rem 0 1.3rem}
header.worst-critical{border-top-color:var(--bar-fail)}header.worst-high{border-top-color:var(--high)}
header.worst-medium,header.worst-low{border-top-color:var(--bar-waived)}
.brand{margin:0 0 .6rem;font-weight:700;letter-spacing:.02em}
.brand span{font-weight:400;color:var(--quiet)}
h1{margin:0;font-size:2.1rem;line-height:1.2;overflow-wrap:anywhere}
.headline{margin:.35rem 0 .5rem;font-size:1.25rem}
.meta{margin:0;color:var(--quiet);font-size:.92rem}
h2{margin:2.6rem 0 .8rem;font-size:1.4rem}
h3{margin:1.7rem 0 .6rem;font-size:1.1rem}
h4{margin:1.1rem 0 .25rem;font-size:.8rem;letter-spacing:.05em;text-transform:uppercase;color:var(--quiet)}
p{margin:.4rem 0 .8rem}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.2rem}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--code);padding:.1em .35em;border-radius:.25rem;overflow-wrap:anywhere}
.command{white-space:nowrap}
.quiet,.where,caption{color:var(--quiet)}
.where{font-size:.86rem}
.address{background:none;padding:0}
.project{font-weight:600}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
table{border-collapse:collapse;width:100%;font-size:.94rem}
caption{caption-side:bottom;text-align:left;padding:.55rem .9rem;font-size:.84rem;border-top:1px solid var(--line)}
th,td{text-align:left;vertical-align:top;padding:.55rem .9rem;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:.8rem;color:var(--quiet);font-weight:600;white-space:nowrap}
tbody:first-child tr:first-child>*{border-top:0}
tbody th{font-weight:600}
td p{margin:0 0 .3rem}
.layers th,.layers td{vertical-align:middle;white-space:nowrap;padding-left:.6rem;padding-right:.6rem}
.number{text-align:right;font-variant-numeric:tabular-nums}
.zero{color:var(--quiet);opacity:.65}
.date{white-space:nowrap}
.profile th{width:14rem}
tr:target{background:var(--medium-soft)}
.bar-cell{width:30%;min-width:6rem}
.bar{display:block;width:100%;height:.7rem;border-radius:.35rem;background:var(--bar-none)}
rect.fail,.key.fail{fill:var(--bar-fail);background:var(--bar-fail)}
rect.unknown,.key.unknown{fill:var(--bar-unknown);background:var(--bar-unknown)}
rect.waived,.key.waived{fill:var(--bar-waived);background:var(--bar-waived)}
rect.pass,.key.pass{fill:var(--bar-pass);background:var(--bar-pass)}
rect.not-applicable,.key.not-applicable{fill:var(--bar-none);background:var(--bar-none)}
.key{display:inline-block;width:.65rem;height:.65rem;border-radius:.15rem;margin-right:.35rem}
.badge{display:inline-block;padding:.1rem .55rem;border-radius:1rem;border:1px solid currentColor;font-size:.76rem;font-weight:700;line-height:1.5;white-space:nowrap}
.badge.critical{color:#fff;background:#a3122a;border-color:#a3122a}
.badge.high{color:var(--high);background:var(--high-soft)}
.badge.medium{color:var(--medium);background:var(--medium-soft)}
.badge.low{color:var(--low);background:var(--low-soft)}
.badge.is-pass{color:var(--holds);background:var(--holds-soft)}
.badge.is-unknown{color:var(--unknown);background:var(--unknown-soft)}
.badge.is-waived{color:var(--medium);background:var(--medium-soft)}
.badge.is-not-applicable{color:var(--quiet)}
.next ol{margin:0;padding:.9rem 1rem .9rem 2.4rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
.next li+li{margin-top:.45rem}
.filter{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;border:0;padding:0;margin:0 0 .4rem}
.filter legend{float:left;margin-right:1rem;color:var(--quiet)}
.filter label{cursor:pointer}
body:has(#show-critical:not(:checked)) .severity-critical,body:has(#show-high:not(:checked)) .severity-high,
body:has(#show-medium:not(:checked)) .severity-medium,body:has(#show-low:not(:checked)) .severity-low{display:none}
details.finding{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--low);border-radius:.5rem;margin:.55rem 0;break-inside:avoid-page}
details.severity-critical{border-left-color:var(--bar-fail)}details.severity-high{border-left-color:var(--high)}details.severity-medium{border-left-color:var(--bar-waived)}
summary{cursor:pointer}
.finding>summary{display:grid;grid-template-columns:5.4rem 1fr auto;gap:.5rem;align-items:baseline;padding:.7rem 1rem;list-style:none}
.finding>summary::-webkit-details-marker{display:none}
.finding>summary .badge{justify-self:start}
.finding>summary::after{content:"";width:.5rem;height:.5rem;border:solid var(--quiet);border-width:0 2px 2px 0;transform:rotate(45deg);align-self:center;grid-column:4}
.finding[open]>summary::after{transform:rotate(225deg)}
.title{font-weight:600;overflow-wrap:anywhere}
.broken{font-weight:400;color:var(--quiet)}
.times{background:var(--code);border-radius:1rem;padding:.05rem .6rem;font-size:.85rem}
.times::before{content:"\\00d7\\2009"}
.finding .body{padding:0 1rem .9rem 6.9rem}
.body>p:first-child{margin-top:0}
ul,ol{margin:.3rem 0 .8rem;padding-left:1.3rem}
.evidence{padding:0;list-style:none}
.evidence li{padding:.45rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.evidence li:first-child{border-top:0;padding-top:.1rem}
.dense li{margin:.15rem 0}
.hazard{color:var(--high);background:var(--high-soft);border-radius:.25rem;padding:.05rem .4rem;font-size:.84rem;font-weight:600;white-space:nowrap}
.verb{font-weight:600}.verb.create{color:var(--holds)}.verb.delete{color:var(--critical)}.verb.update{color:var(--medium)}
.tag{display:inline-block;border:1px solid var(--line);border-radius:.3rem;padding:0 .4rem;font-size:.8rem;color:var(--quiet)}
.sources{font-size:.88rem}
.sources summary{color:var(--quiet)}
details.plain{margin:.3rem 0}
details.plain .body{padding-left:1.2rem}
.empty{background:var(--holds-soft);color:var(--holds);border-radius:.6rem;padding:.9rem 1rem}
footer{margin-top:3rem;padding-bottom:2.5rem;color:var(--quiet);font-size:.9rem}
@media (max-width:44rem){.finding>summary{grid-template-columns:auto 1fr auto}.finding .body{padding-left:1rem}.bar-cell{display:none}h1{font-size:1.6rem}th,td{padding:.5rem .6rem}.profile th{width:auto}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--link:#000;--code:#f1f1f1;--critical:#a3122a;--high:#a0370a;--medium:#6f4800;--low:#47607f;--holds:#17693f;--unknown:#6b4ea0;
--critical-soft:#fff;--high-soft:#fff;--medium-soft:#fff;--low-soft:#fff;--holds-soft:#fff;--unknown-soft:#fff;
--bar-fail:#c6283f;--bar-unknown:#8d6fc4;--bar-waived:#c9a227;--bar-pass:#2f9862;--bar-none:#c9d0d9}
body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}.page{max-width:none;padding:0}.skip,.filter{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
.finding>summary::after{display:none}.scroll{overflow:visible}h2,h3{break-after:avoid}tr{break-inside:avoid}.finding .body{padding-left:1rem}}
`;
