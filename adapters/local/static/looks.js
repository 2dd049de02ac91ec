/**
 * How else a card can be shown. The server names the looks; each has a `look-NAME.js` with
 * `draw(message, press)` that answers elements, and a `look-NAME.css`.
 */
const labels = JSON.parse(document.body.dataset.looks);
const drawers = new Map();

export async function loadLooks() {
  const modules = Object.keys(labels).map(async (name) => drawers.set(name, (await import(`./look-${name}.js`)).draw));
  await Promise.all(modules);
}

/** The looks of a message, by name, with what each is called. What was posted before has fewer of them. */
export function looksOf(message) {
  const others = Object.entries(labels).filter(([name]) => message.looks[name] && drawers.has(name));
  return message.plain ? [["local", "Local"], ...others, ["plain", "Plain text"]] : [["local", "Local"]];
}

export function drawnAs(name, message, press) {
  return drawers.get(name)(message.looks[name], press);
}
