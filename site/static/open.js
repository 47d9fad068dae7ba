// The page around a notebook in the browser: says what happens, downloads, starts afresh.

const week = document.body.dataset.week;
const edition = document.body.dataset.edition;
const file = `${week}.ipynb`;
const known = `course edition ${new URL("..", location).pathname} ${week}`;
const LONG = 30_000; // milliseconds after which a running cell is spoken of
const frame = document.getElementById("notebook");
const state = document.getElementById("state");

// JupyterLite opens what `path` names if the address speaks of its interface `/notebooks`.
frame.src = `../lite/${week}/index.html?path=${file}&interface=/notebooks`;

function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

function note(name, shown) {
  document.getElementById(name).hidden = !shown;
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    note("private", true);
  }
}

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

// What was saved here before this page was opened, if anything.
function keptWork() {
  const name = `JupyterLite Storage - ${new URL("../lite/", location).pathname}`;
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    let made = false;
    opening.onupgradeneeded = () => { made = true; };
    opening.onerror = () => { note("private", true); resolve(null); };
    opening.onsuccess = () => {
      const base = opening.result;
      const done = (value) => {
        base.close();
        if (made) indexedDB.deleteDatabase(name);
        resolve(value);
      };
      if (!base.objectStoreNames.contains("files")) return done(null);
      const asked = base.transaction("files").objectStore("files").get(file);
      asked.onsuccess = () => done(asked.result ?? null);
      asked.onerror = () => done(null);
    };
  });
}

async function lookAtEdition() {
  const before = recall(known);
  const work = await keptWork();
  if (work && before && before !== edition) note("renewed", true);
  else remember(known, edition);
}

function app() {
  return frame.contentWindow?.jupyterapp;
}

function panel() {
  return app()?.shell?.currentWidget;
}

async function save() {
  const context = panel()?.context;
  if (context?.isReady && context.model.dirty) await context.save();
}

async function download() {
  await save();
  const model = await app().serviceManager.contents.get(file, { content: true, type: "notebook" });
  const text = `${JSON.stringify(model.content, null, 1)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function startAfresh() {
  const sure = confirm(
    "Delete what you wrote for this week in this browser, and open the notebook as it came? " +
      "Download yours before, if you may want it again.",
  );
  if (!sure) return;
  await save(); // so that nothing asks to be saved when the page goes
  await app().serviceManager.contents.delete(file);
  remember(known, edition);
  location.reload();
}

let restarted = false; // has Python been started again, and run nothing since?

async function restart() {
  note("long", false);
  restarted = true;
  await panel().sessionContext.restartKernel();
}

// Python in a browser hears no interruption: whoever asks for one is told what helps.
let listening = false;

function listen() {
  if (listening || !app()) return;
  listening = true;
  app().commands.commandExecuted.connect((_, command) => {
    const kernel = panel()?.sessionContext?.session?.kernel;
    if (/interrupt/.test(command.id) && kernel?.status === "busy") note("long", true);
  });
}

let busySince = null;
let waited = false;

function look() {
  const kernel = panel()?.sessionContext?.session?.kernel;
  const ready = Boolean(panel()?.context?.isReady);
  document.getElementById("download").disabled = !ready;
  document.getElementById("afresh").disabled = !ready;
  if (!ready) return;
  listen();
  const status = kernel?.status ?? "starting";
  const busy = status === "busy";
  busySince = busy ? (busySince ?? Date.now()) : null;
  if (!busy) {
    note("long", false);
    waited = false;
  } else if (Date.now() - busySince > LONG && !waited) {
    waited = true;
    note("long", true);
  }
  if (["starting", "unknown", "restarting", "autorestarting"].includes(status)) {
    say(
      restarted
        ? "Python is starting again. Your text stays."
        : "Python is being loaded: 20 seconds, on a busy machine up to a minute. You can read on meanwhile.",
    );
  } else if (busy) {
    restarted = false;
    say("Python is working.");
  } else if (restarted) {
    say("Python is ready and has forgotten everything: run the cells from the top again.");
  } else {
    say("Python is ready. Your work is kept in this browser.");
  }
}

for (const button of document.querySelectorAll("[data-hides]")) {
  button.addEventListener("click", () => {
    note(button.dataset.hides, false);
    if (button.dataset.hides === "renewed") remember(known, edition);
  });
}
document.getElementById("download").addEventListener("click", download);
document.getElementById("afresh").addEventListener("click", startAfresh);
document.getElementById("restart").addEventListener("click", restart);
setInterval(look, 500);
lookAtEdition();
