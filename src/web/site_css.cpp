#include "web/layout.hpp"

namespace kewp::web {

std::string_view site_css()
{
    // Colours are those of web/src/styles/tokens.css.
    return R"css(:root {
  color-scheme: light dark;
  --ink: #1b2422; --paper: #faf9f5; --line: #dcdacf; --link: #0d5c8c; --fine: #55615d; --bad: #a3241f; --soft: #fbe4e2;
  --note: #fbefd3; --note-ink: #6d4700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ebe8; --paper: #101614; --line: #303b37; --link: #86c5f2; --fine: #a3b0ab; --bad: #ff9d96; --soft: #431d1b;
    --note: #3a2e14; --note-ink: #f3d79a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; padding: .9rem 1.2rem;
  border-bottom: 1px solid var(--line); }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
nav .brand { font-weight: 700; color: var(--ink); }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.2rem 3rem; }
h1 { font: 600 2rem/1.2 Charter, Cambria, Georgia, serif; }
footer { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 1rem 1.2rem; border-top: 1px solid var(--line);
  color: var(--fine); font-size: .82rem; }
.banner { margin: 0; padding: .55rem 1.2rem; background: var(--note); color: var(--note-ink); }
.banner a { color: inherit; }
.error { border-left: 4px solid var(--bad); padding: .6rem 1rem; background: var(--soft); }
.fine { color: var(--fine); font-size: .88rem; }
)css";
}

}  // namespace kewp::web
