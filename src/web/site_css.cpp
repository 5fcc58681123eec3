#include "web/layout.hpp"

namespace kewp::web {

std::string_view site_css()
{
    return R"css(:root {
  color-scheme: light dark;
  --ink: #1c2430; --paper: #ffffff; --soft: #f2f5f9; --line: #ccd4de; --link: #0b57a4; --fine: #566273;
  --good: #14663a; --fair: #7a5200; --poor: #8a2a1c; --note: #fff4d6; --note-line: #b98900;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6ebf2; --paper: #12171f; --soft: #1b2330; --line: #364255; --link: #86b9f2; --fine: #9fabbb;
    --good: #7fd3a3; --fair: #e7c26a; --poor: #f0a192; --note: #33290f; --note-line: #b98900;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; padding: .7rem 1.2rem;
  background: var(--soft); border-bottom: 1px solid var(--line); }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
nav .brand { font-weight: 700; color: var(--ink); }
nav .right { margin-left: auto; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; }
footer { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 1rem 1.2rem; border-top: 1px solid var(--line);
  color: var(--fine); font-size: .85rem; }
.banner { margin: 0; padding: .55rem 1.2rem; background: var(--note); border-bottom: 1px solid var(--note-line); }
.error { border-left: 4px solid var(--poor); padding: .6rem 1rem; background: var(--soft); }
.done { border-left: 4px solid var(--good); padding: .6rem 1rem; background: var(--soft); }
.fine { color: var(--fine); font-size: .88rem; }
.counts { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.counts li { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; }
.counts strong { display: block; font-size: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
.scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; margin: .8rem 0; }
.card h3 { margin: 0 0 .2rem; font-size: 1.05rem; }
.card p { margin: .3rem 0; }
.badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .82rem; white-space: nowrap; }
.badge.high, .badge.approved, .badge.excellent { color: var(--good); }
.badge.medium, .badge.pending, .badge.good { color: var(--fair); }
.badge.low, .badge.rejected, .badge.withdrawn { color: var(--poor); }
.tabs { display: flex; gap: .4rem; flex-wrap: wrap; border-bottom: 1px solid var(--line); padding: 0; list-style: none; }
.tabs a { display: block; padding: .4rem .9rem; text-decoration: none; }
.tabs a[aria-current] { border-bottom: 3px solid var(--link); font-weight: 600; }
form.inline { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
nav form { display: flex; gap: .5rem; align-items: center; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; }
label { display: block; margin: .3rem 0; }
input[type=text], input[type=search], select, textarea { font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--fine); border-radius: .3rem; padding: .35rem .5rem; max-width: 100%; }
input[type=search] { width: 24rem; } textarea { width: 100%; min-height: 4rem; }
button, .button { font: inherit; display: inline-block; border: 1px solid var(--link); background: var(--link);
  color: var(--paper); border-radius: .3rem; padding: .35rem .9rem; cursor: pointer; text-decoration: none; }
a.button { margin-right: .6rem; }
button.quiet { background: none; color: var(--link); padding: .15rem .6rem; }
button.refuse { background: none; color: var(--poor); border-color: var(--poor); }
.genes { font-family: ui-monospace, monospace; font-size: .88rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1rem; }
dt { color: var(--fine); } dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } nav .right { margin-left: 0; } }
@media print { nav, .banner, footer, form { display: none; } }
)css";
}

}  // namespace kewp::web
