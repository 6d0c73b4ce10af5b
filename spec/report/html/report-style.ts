/** Style of the report page, in addition to the shared look. */

export const reportStyle = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.hero { margin-top: 1.2rem; border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.1rem, 3vw, 2rem); background: var(--panel); border-inline-start: 8px solid var(--tone); }
.hero.good, .scale .good { --tone: var(--good); --tint: var(--good-tint); }
.hero.bad, .scale .bad { --tone: var(--bad); --tint: var(--bad-tint); }
.hero.note { --tone: var(--note); --tint: var(--note-tint); }
.hero h1 { font-size: clamp(1.5rem, 4.5vw, 2.35rem); letter-spacing: -0.02em; }
.hero .version { font-size: 0.5em; font-weight: 500; color: var(--muted); letter-spacing: 0; }
.hero .verdict { display: flex; align-items: center; gap: 0.6rem; color: var(--tone); margin-top: 0.35rem; }
.seal { display: inline-grid; place-items: center; width: 1.35em; height: 1.35em; border-radius: 50%; background: var(--tint); border: 2px solid var(--tone); font-size: 0.8em; line-height: 1; }
h2.minor { font-size: 0.82rem; color: var(--muted); margin: 1.5rem 0 0.4rem; font-weight: 600; letter-spacing: 0; }
.scale { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(5, 1fr); gap: 3px; }
.scale li { padding: 0.5rem 0.7rem 0.6rem; background: var(--paper); border: 1px solid var(--line); border-top: 4px solid var(--line); font-size: 0.9rem; }
.scale li:first-child { border-radius: 8px 0 0 8px; }
.scale li:last-child { border-radius: 0 8px 8px 0; }
.scale .meaning { display: block; color: var(--muted); font-size: 0.8rem; line-height: 1.35; }
.scale .here { border-color: var(--tone); border-top-color: var(--tone); background: var(--tint); }
.scale .here strong { color: var(--tone); }
.scale .here .meaning { color: var(--ink); }
.scale .asked { border-top-style: double; border-top-width: 6px; border-top-color: var(--ink); }
.scale .here.asked { border-top-color: var(--tone); }
.scale .flag { display: inline-block; margin-top: 0.3rem; font-size: 0.75rem; font-weight: 600; border-bottom: 2px solid currentColor; }
.tally { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 1.2rem 0 0.6rem; padding: 0; }
.tally strong { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.tally .pass { color: var(--good); } .tally .fail { color: var(--bad); } .tally .note, .tally .error, .tally .known { color: var(--note); } .tally .none { color: var(--muted); }
.facts { margin-bottom: 0; max-width: none; }

.card { border: 1px solid var(--line); border-radius: 10px; padding: 0.7rem 1.1rem; margin: 0.8rem 0; background: var(--paper); }
.diagnosis { border-inline-start: 6px solid var(--accent); }
.diagnosis .says { font-size: 1.1rem; max-width: none; }
.id { font-family: var(--mono); font-weight: 700; color: var(--accent); margin-inline-end: 0.4rem; }
.failure { padding: 0 1.1rem; border-inline-start: 6px solid var(--bad); }
.failure.note, .failure.error { border-inline-start-color: var(--note); }
.failure[open] { padding-bottom: 1.1rem; }
.failure > summary { padding: 0.7rem 0; }
.failure > summary h3 { display: inline; font-size: 1rem; font-weight: 500; }
.failure > summary:hover h3 { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-color: var(--line); }
.message { font-size: 1.05rem; font-weight: 600; white-space: pre-wrap; max-width: none; }
.badge { display: inline-block; white-space: nowrap; font-size: 0.8rem; font-weight: 600; padding: 0.08rem 0.5rem; border-radius: 999px; border: 1px solid currentColor; }
.badge.pass { color: var(--good); background: var(--good-tint); }
.badge.fail { color: var(--bad); background: var(--bad-tint); }
.badge.note, .badge.error, .badge.known { color: var(--note); background: var(--note-tint); }
.badge.none { color: var(--muted); border-style: dashed; }
.level { font-size: 0.75rem; font-weight: 600; color: var(--muted); letter-spacing: 0.02em; }

.comparison td, .comparison th { padding-inline-end: 1.6rem; }
.comparison code { font-size: 0.98rem; white-space: nowrap; }
.evidence { display: grid; gap: 0.5rem 2.5rem; grid-template-columns: minmax(0, 1fr); }
.evidence h4:first-child { margin-top: 0; }
@media (min-width: 68rem) { .evidence { grid-template-columns: minmax(0, 25rem) minmax(0, 1fr); } }
@media print { .evidence { display: block; } }
.bits { font-family: var(--mono); font-size: 0.82rem; white-space: nowrap; }
.bits .who { display: inline-block; width: 5.2rem; font-family: var(--sans); color: var(--muted); }
.bits .field { margin-inline-end: 0.6ch; }
.bits mark { background: var(--heat-over-2); color: var(--heat-ink); font-weight: 700; text-decoration: underline; }
.distance { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0.8rem 0 0; }
.distance div { display: flex; flex-direction: column; }
.distance dt { font-size: 0.8rem; color: var(--muted); }
.distance dd { margin: 0; font-family: var(--mono); font-size: 1rem; }
.inputs th { padding-inline-end: 1rem; }
.inputs td:last-child { min-width: 12rem; overflow-wrap: normal; }
.inputs td.small { white-space: nowrap; }
.came { max-width: none; }
.heat { margin: 1.1rem 0 0.4rem; }
.heat figcaption, .panels figcaption { font-size: 0.87rem; }
.blocks { display: flex; flex-wrap: wrap; gap: 0.9rem 1.4rem; align-items: flex-start; padding: 2px; }
.heat-block { font-variant-numeric: tabular-nums; overflow-wrap: normal; border-collapse: separate; border-spacing: 2px; }
.heat-block caption { padding-bottom: 0; }
.heat-block th { border: 0; padding: 0 0.3rem; color: var(--muted); font-size: 0.75rem; font-weight: 500; text-align: center; vertical-align: middle; }
.heat-block td { border: 0; padding: 0.28rem 0.45rem; min-width: 3.1rem; text-align: center; font-size: 0.82rem; white-space: nowrap; border-radius: 4px; }
.heat-block td:empty { min-width: 0; padding: 0; }
.in-0 { background: var(--panel); }
.in-1 { background: var(--heat-1); } .in-2 { background: var(--heat-2); } .in-3 { background: var(--heat-3); } .in-4 { background: var(--heat-4); color: var(--heat-ink); }
.over-1 { background: var(--heat-over-1); } .over-2 { background: var(--heat-over-2); } .over-3 { background: var(--heat-over-3); }
.over-1, .over-2, .over-3 { color: var(--heat-ink); font-weight: 700; }
.focus { outline: 3px solid var(--ink); outline-offset: -1px; }
.elements .beyond { font-weight: 600; }
.elements td, .elements th { padding-inline-end: 0.7rem; }
.command { border-inline-start: 4px solid var(--accent); user-select: all; }

.picture > p { max-width: 60rem; font-size: 0.93rem; color: var(--muted); }
.panels { display: grid; gap: 1rem 1.4rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.5rem), 1fr)); margin: 0.9rem 0; }
.panels.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.panels figure { margin: 0; min-width: 0; }
.panels figcaption { font-weight: 600; }
.panels figcaption .muted { font-weight: 400; display: block; }
.plot { display: block; width: 100%; height: auto; max-width: 24rem; font-family: var(--sans); }
.plot text { white-space: pre; }

.chapter { margin-bottom: 1.5rem; }
.clauses { width: 100%; }
.clauses th[scope='row'] { width: 8.5rem; }
.clauses .says { max-width: 44rem; }
.clauses th:last-child, .clauses td:last-child { padding-inline-end: 0; width: 9rem; }
@media (max-width: 46rem) {
  .card { padding-inline: 0.8rem; }
  .comparison td, .comparison th { padding-inline-end: 0.7rem; }
  .comparison code { font-size: 0.82rem; }
  .bits .who { display: block; }
  .scale { grid-template-columns: 1fr; }
  .scale li { border-top-width: 1px; border-inline-start: 4px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.1rem 0.6rem; align-items: baseline; }
  .scale li, .scale li:first-child, .scale li:last-child { border-radius: 0; }
  .scale .here { border-inline-start-color: var(--tone); }
  .scale .asked, .scale .here.asked { border-top: 1px solid var(--line); border-inline-start: 6px double var(--ink); }
  .scale .flag { margin-top: 0; }
  .clauses thead { position: absolute; clip-path: inset(50%); }
  .clauses tr { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 0.8rem; padding: 0.55rem 0; border-bottom: 1px solid var(--line); }
  .clauses th, .clauses td { border: 0; padding: 0; width: auto; }
  .clauses th[scope='row'] { width: auto; }
  .clauses td:last-child { grid-area: 1 / 2; width: auto; }
  .clauses .says { grid-column: 1 / -1; }
  .clauses td.number { text-align: left; font-size: 0.8rem; color: var(--muted); }
  .clauses td.number:nth-of-type(2)::before { content: 'cases '; }
  .clauses td.number:nth-of-type(3)::before { content: 'K '; }
}
`;
