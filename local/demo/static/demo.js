// Draws what the server tells of the one browser that it follows: lamps, hops and audit events, as they come.
"use strict";

const WORDS = { on: "alive", off: "ended", none: "not asked", unknown: "no answer" };
const STEP = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 240; // milliseconds, for an eye to follow
const find = (selector, inside = document) => inside.querySelector(selector);
let wanted = [];
let drawn = [];

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) {
    element.className = name;
  }
  element.textContent = text ?? "";
  return element;
}

function drawLamps(lamps, provider) {
  for (const [name, lights] of Object.entries(lamps)) {
    const card = find(`[data-lamp="${name}"]`);
    if (name === "provider") {
      find("h3", card).textContent = provider ? `${provider}'s session` : "The provider's session";
      find("p", card).textContent = `Does ${provider || "the provider"} know this browser?`;
    }
    for (const when of ["before", "now"]) {
      const lamp = find(`[data-when="${when}"]`, card);
      lamp.hidden = when === "before" && !lights.before;
      lamp.dataset.light = lights[when] ?? "none";
      find("span", lamp).textContent = WORDS[lamp.dataset.light];
    }
    card.classList.toggle("survived", lights.before === "on" && lights.now === "on");
  }
}

// A hop's rail: from the lane of the one before it to its own, and a dot.
function rail(hop, before) {
  const from = before ? before.lane : hop.lane;
  const leap = made("span", `leap ${from < hop.lane ? "right" : from > hop.lane ? "left" : "down"}`);
  leap.style.gridColumn = `${Math.min(from, hop.lane) + 1} / ${Math.max(from, hop.lane) + 2}`;
  const dot = made("span", `dot lane-${hop.lane}`);
  const drop = made("span", "drop");
  dot.style.gridColumn = drop.style.gridColumn = String(hop.lane + 1);
  return [made("span", "lanes"), ...(before ? [leap] : []), drop, dot];
}

function drawHop(hop, before) {
  const item = made("li", "hop");
  const told = made("div", "told");
  const head = made("p", "head");
  head.append(made("b", "", hop.who), " ", made("span", "after", hop.after), " ", made("code", "", hop.line));
  told.append(head, made("p", "", hop.told));
  item.append(...rail(hop, before), told);
  find("#hops").append(item);
}

function drawNextHop() {
  const same = drawn.every((hop, at) => JSON.stringify(hop) === JSON.stringify(wanted[at]));
  if (!same) {
    find("#hops").replaceChildren();
    drawn = [];
  }
  find("#no-hops").hidden = wanted.length > 0;
  const hop = wanted[drawn.length];
  if (hop) {
    drawHop(hop, drawn.at(-1));
    drawn.push(hop);
  }
  return drawn.length < wanted.length;
}

let busy = false;
function drawHops() {
  if (busy) {
    return;
  }
  busy = drawNextHop();
  if (busy) {
    setTimeout(() => { busy = false; drawHops(); }, STEP);
  }
}

function drawEvents(events, step, way) {
  const list = find("#events");
  const items = events.map((event) => {
    const item = made("li", `event ${event.light}`);
    item.append(made("span", "after", event.after), made("b", "", event.what), " ", made("span", "outcome", event.outcome));
    if (event.why) {
      item.append(made("p", "", event.why));
    }
    return item;
  });
  list.replaceChildren(...items);
  find("#no-events").hidden = items.length > 0;
  find("#no-events").textContent =
    step === "out" && way === "cognito" ? "None: our function was not asked." : "Nothing yet.";
}

function draw(shown) {
  const verdict = find("#verdict");
  verdict.dataset.tone = shown.verdict.tone;
  const said = [find("h2", verdict), find("p", verdict)];
  [shown.verdict.title, shown.verdict.text].forEach((text, at) => {
    if (said[at].textContent !== text) {
      said[at].textContent = text; // a screen reader reads it anew
    }
  });
  drawLamps(shown.lamps, shown.provider);
  wanted = shown.hops;
  drawHops();
  drawEvents(shown.events, shown.step, shown.way);
}

new EventSource(document.body.dataset.events).addEventListener("message", (event) => draw(JSON.parse(event.data)));

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "copied";
  });
}
