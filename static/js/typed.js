// What is typed is never lost: this browser holds it until the server has it, and sends it again when it can.
(() => {
  const PREFIX = "scoping.typed.";
  const PAUSE = 800; // milliseconds without typing before it is sent
  const LONGEST = 60000;
  const PATIENCE = 3000; // how long a form waits for the answer to what is being sent

  // A page on which somebody chose between two versions takes the place of the form it came from.
  const choice = document.querySelector("form[data-releases]");
  choice?.addEventListener("submit", () => release(PREFIX + choice.dataset.releases));

  const form = document.querySelector("form[data-typed]");
  const state = document.getElementById("typed-state");
  if (!form || !state) return;
  const place = `${PREFIX}${form.dataset.place}.`;
  const own = place + form.elements.once.value;
  let timer, wait = 1000, sending = null, pending = false, safe = true, waiting = false;

  form.addEventListener("input", () => {
    safe = hold();
    pending = true;
    plan(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    hold(); // if this does not arrive, the next page sends it
    clearTimeout(timer);
    pending = false;
    if (sending) {
      event.preventDefault();
      follow(event.submitter);
    }
  });
  window.addEventListener("online", () => { if (pending) plan(0); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && pending) send(); });
  window.addEventListener("beforeunload", (event) => { if (pending && !safe) event.preventDefault(); });
  clocks();
  replay();

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  // The form goes after what is being sent, so that the two cannot pass each other on the way.
  async function follow(submitter) {
    if (waiting) return;
    waiting = true;
    await Promise.race([sending, new Promise((done) => setTimeout(done, PATIENCE))]);
    sending = null;
    waiting = false;
    form.requestSubmit(submitter?.form === form ? submitter : undefined);
  }

  function fields() {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  }

  function post(address, given) {
    return fetch(address, {
      method: "POST",
      body: new URLSearchParams(given),
      headers: { "X-CSRFToken": form.elements.csrf_token.value, "HX-Request": "true" },
      signal: AbortSignal.timeout(20000),
    });
  }

  function send() {
    sending ||= keep().finally(() => {
      sending = null;
      if (pending && wait === 1000 && !waiting) plan(PAUSE);
    });
  }

  async function keep() {
    pending = false;
    const given = fields();
    say("Saving…");
    try {
      const response = await post(form.dataset.typed, given);
      const text = await response.text();
      if (response.ok || response.status === 409) state.innerHTML = text;
      if (response.ok) { wait = 1000; if (!pending) release(own); }
      else if (response.status === 401) signedOut();
      else if (response.status >= 500) throw new Error(response.status);
      else if (response.status !== 409) say("Not saved: the server refuses it. It is kept in this browser; open the page anew.", true);
      clocks();
    } catch {
      pending = true;
      wait = Math.min(wait * 2, LONGEST);
      say(safe ? "No connection: kept in this browser, sent when it is back" : "No connection: leave this page open, it is sent when it is back", true);
      plan(wait);
    }
  }

  // What an earlier page could not send, such as one whose session had ended.
  async function replay() {
    let kept = false;
    for (const key of heldElsewhere()) {
      try {
        const given = JSON.parse(localStorage.getItem(key));
        const response = await post(`${form.dataset.typed}?held=1`, given);
        const text = await response.text();
        if (response.ok) {
          release(key);
          kept ||= !text.includes("data-nothing-new");
        } else if (response.status === 409) {
          state.innerHTML = text;
          clocks();
          state.querySelector("[data-choose]").addEventListener("click", (event) => choose(event, given));
        }
      } catch { /* still no connection: it stays held */ }
    }
    if (kept) location.reload(); // the server shows it as the draft that it is
  }

  function heldElsewhere() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(place) && name !== own);
    } catch {
      return []; // forbidden: nothing was held
    }
  }

  function choose(event, given) {
    event.preventDefault();
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = event.target.getAttribute("formaction");
    for (const [name, value] of [...given, ["csrf_token", form.elements.csrf_token.value]]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      sent.append(input);
    }
    document.body.append(sent);
    sent.submit();
  }

  function hold() {
    try {
      localStorage.setItem(own, JSON.stringify(fields()));
      return true;
    } catch {
      return false; // full or forbidden: only this page holds it
    }
  }

  function release(key) {
    try { localStorage.removeItem(key); } catch { /* forbidden: nothing was held */ }
  }

  function say(words, bad) {
    const line = document.createElement("span");
    line.textContent = words;
    line.setAttribute("role", bad ? "alert" : "status");
    if (bad) line.className = "bad";
    state.replaceChildren(form.elements.typed, form.elements.base, line);
    return line;
  }

  function signedOut() {
    const line = say("You are signed out. What you typed is kept in this browser: ", true);
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "sign in and it is sent";
    line.append(link);
  }

  function clocks() {
    for (const time of state.querySelectorAll("time[data-clock]")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    }
  }
})();
