// Starts the terminal when its font is there: xterm.js measures its cells once, with what it finds then.
"use strict";

const terminal = document.getElementById("terminal");
const session = new URL("session", window.location.href);
session.protocol = session.protocol === "https:" ? "wss:" : "ws:";
terminal.dataset.sessionWebsocketUrl = session.href;
const size = new URLSearchParams(window.location.search).get("fontsize") ?? "16";
terminal.dataset.fontSize = /^\d{1,2}$/.test(size) ? size : "16";

const again = document.getElementById("again");
again.addEventListener("click", () => window.location.reload());
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) again.focus(); // so that Enter opens it again
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

// xterm.js then sizes its canvas by window.devicePixelRatio, as in browsers without this kind of box (Safari). Where a
// window's scale is emulated, Chromium reports the box unscaled, and the text came out twice as large as its cells.
const observe = ResizeObserver.prototype.observe;
ResizeObserver.prototype.observe = function (element, options) {
  if (String(options?.box ?? "").includes("device-pixel")) throw new TypeError("device-pixel-content-box");
  return observe.call(this, element, options);
};

async function start() {
  const faces = ["16px", "bold 16px"].map((face) => document.fonts.load(`${face} "Roboto Mono"`, "aﺏ"));
  await Promise.allSettled(faces);
  const script = document.createElement("script");
  script.src = "page/terminal.js";
  // The script starts on the window's load event, which has passed by then.
  script.addEventListener("load", () => {
    window.onload();
    terminal.querySelector("textarea")?.focus();
  });
  document.head.append(script);
}

if (document.readyState === "complete") start();
else window.addEventListener("load", start, { once: true });
