/* Shows the form a step at a time and writes what was chosen into a file. It works out no score and sends nothing. */
(() => {
  "use strict";

  const PARTS = ["evidence", "note"];
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const form = byId("form");
  const title = document.title;
  const key = ["scalecheck", data.questionnaire, data.version, data.digest, data.scope].join(":");
  const suffix = Array.from(crypto.getRandomValues(new Uint8Array(4)), (n) => "bcdfghjkmnpqrstvwxz23456789"[n % 27]).join("");
  const fileName = `${data.questionnaire}-answers-${suffix}.json`;

  const questions = data.questions.map((question) => ({
    ...question,
    box: byId(`question.${question.id}`),
    section: byId(`question.${question.id}`).closest("section"),
    radios: Array.from(form.querySelectorAll(`input[name="answer.${question.id}"]`)),
    sure: Array.from(form.querySelectorAll(`input[name="sure.${question.id}"]`)),
  }));
  const named = new Map(questions.map((question) => [question.id, question]));
  const fields = Array.from(form.querySelectorAll("input, textarea")).filter((field) => !["keep", "text"].includes(field.id));

  let step = "start"; // "start", a question's id, "check" or "done"
  let whole = false; // all questions on one page
  let returning = false; // come from the check, and going back to it
  let open = false; // the question that is shown had no answer when it came up
  let unsaved = false; // something was filled in since the last download

  // What was said.

  const tidy = (text) => Array.from(text.replace(/\r\n?/g, "\n"), (c) => (/^[\ud800-\udfff]$/.test(c) ? "\ufffd" : c)).join("").trim();
  const written = (id) => tidy(byId(id).value);
  const ticked = (radios) => (radios.find((radio) => radio.checked) || { value: "" }).value;
  const chosen = (question) => ticked(question.radios);

  function parts(question) {
    const said = {};
    const value = chosen(question);
    if (value) said.answer = data.silences.includes(value) ? value : question.answers[Number(value)];
    if (value === "not applicable" && written(`because.${question.id}`)) said.because = written(`because.${question.id}`);
    for (const part of PARTS) if (written(`${part}.${question.id}`)) said[part] = written(`${part}.${question.id}`);
    if (ticked(question.sure)) said.confidence = ticked(question.sure);
    return said;
  }

  // Which questions are asked. A rule is true, false or, while what it looks at is open, null.

  function truth(rule, standing) {
    if ("question" in rule) {
      const { applies, option } = standing.get(rule.question);
      return applies ? (option === null ? null : rule.options.includes(option)) : false;
    }
    if ("not" in rule) {
      const part = truth(rule.not, standing);
      return part === null ? null : !part;
    }
    const settles = "any" in rule;
    const found = (rule.any || rule.all).map((part) => truth(part, standing));
    return found.includes(settles) ? settles : found.includes(null) ? null : !settles;
  }

  function asked() {
    const standing = new Map();
    return questions.filter((question) => {
      const here = !question.rule || truth(question.rule, standing) !== false;
      const value = chosen(question);
      standing.set(question.id, {
        applies: here && value !== "not applicable",
        option: value === "" || data.silences.includes(value) ? null : Number(value),
      });
      return here;
    });
  }

  // The file.

  function response() {
    const about = {};
    for (const name of data.about) if (written(`about.${name}`)) about[name] = written(`about.${name}`);
    const answers = {};
    for (const question of questions) {
      const said = parts(question);
      if (Object.keys(said).length) answers[question.id] = said;
    }
    const { questionnaire, version, digest, scope } = data;
    const text = JSON.stringify({ questionnaire, version, digest, scope, about, answers }, null, 2);
    // Characters that a mail or an editor could change are written as escapes.
    return text.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) + "\n";
  }

  function download() {
    const address = URL.createObjectURL(new Blob([response()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    unsaved = false;
    byId("downloaded").textContent = `Look for ${fileName} among your downloads. If it is not there, copy the text below.`;
  }

  async function copy() {
    const box = byId("text");
    try {
      await navigator.clipboard.writeText(box.value);
      byId("copied").textContent = "Copied.";
    } catch {
      box.focus();
      box.select();
      byId("copied").textContent = "The text is selected. Copy it with Ctrl and C, or Command and C.";
    }
  }

  // Drafts, only when they are asked for.

  function draft() {
    const held = {};
    for (const field of fields) {
      if (field.type === "radio") {
        if (field.checked) held[field.name] = field.value;
      } else if (field.value) held[field.id] = field.value;
    }
    return JSON.stringify({ held, step, whole });
  }

  function keep() {
    if (!byId("keep").checked) return;
    try {
      localStorage.setItem(key, draft());
      byId("kept").textContent = "";
    } catch {
      byId("keep").checked = false;
      byId("kept").textContent = "This browser keeps no drafts. Keep the page open until you have downloaded your answers.";
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // Where nothing can be kept, there is nothing to forget.
    }
  }

  /* What a draft holds is put into fields that are there and nowhere else: other pages could have written it. */
  function restore() {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (!kept || typeof kept.held !== "object") return null;
      for (const field of fields) {
        const value = kept.held[field.type === "radio" ? field.name : field.id];
        if (typeof value !== "string") continue;
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
      byId("keep").checked = true;
      whole = kept.whole === true;
      return String(kept.step);
    } catch {
      return null;
    }
  }

  function clear() {
    form.reset();
    forget();
    unsaved = false;
    byId("wipe").open = false;
    byId("welcome").textContent = "All answers are cleared.";
    today();
    go("start");
  }

  // What is wrong.

  function problems(question) {
    const found = [];
    if (chosen(question) === "not applicable" && !written(`because.${question.id}`))
      found.push([`because.${question.id}`, data.sayWhyNot, `error.${question.id}`]);
    for (const part of ["because", ...PARTS])
      if (byId(`${part}.${question.id}`).value.length > data.longest)
        found.push([`${part}.${question.id}`, `This is longer than ${data.longest} characters. Say it in fewer.`, `error.${question.id}`]);
    return found;
  }

  function aboutProblems() {
    const long = data.about.filter((name) => byId(`about.${name}`).value.length > data.longest);
    return long.map((name) => [`about.${name}`, `This is longer than ${data.longest} characters. Say it in fewer.`, `error.about.${name}`]);
  }

  function settle() {
    byId("errors").hidden = true;
    document.title = document.title.replace(/^Error: /, "");
    for (const place of form.querySelectorAll(".error")) {
      place.hidden = true;
      place.textContent = "";
    }
    for (const place of form.querySelectorAll(".wrong")) place.classList.remove("wrong");
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  /* Say what is wrong at the top and beside each question; whether there was anything. */
  function complain(found) {
    settle();
    if (!found.length) return false;
    const list = byId("errors-list");
    list.replaceChildren();
    for (const [target, words, place] of found) {
      const link = document.createElement("a");
      link.href = `#${target}`;
      link.textContent = words;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        byId(target).focus();
      });
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
      byId(place).textContent = `Error: ${words}`;
      byId(place).hidden = false;
      (byId(target).closest(".question") || byId(target).closest(".field")).classList.add("wrong");
      if (byId(target).type !== "radio") byId(target).setAttribute("aria-invalid", "true");
    }
    byId("errors").hidden = false;
    document.title = `Error: ${document.title.replace(/^Error: /, "")}`;
    byId("errors").focus();
    byId("errors").scrollIntoView({ block: "start" });
    return true;
  }

  // The way through.

  const address = (place) => `#/${named.has(place) ? `question/${place}` : place}`;

  function go(place) {
    location.hash = address(place); // the browser's own back button then works
    show(place); // at once: the browser says only later that the address changed, and whoever is quick would press twice
  }

  function arrived() {
    const place = location.hash.replace(/^#\/(question\/)?/, "");
    if (location.hash.startsWith("#/") && place !== step) show(place);
  }

  function onward() {
    const there = asked();
    const place = there.findIndex((question) => question.id === step);
    const later = there.slice(place + 1);
    // From the check, a change leads straight back; whoever fills a gap goes on with the next.
    const next = returning ? open && later.find((question) => !chosen(question)) : later[0];
    return next ? next.id : "check";
  }

  function submit() {
    const question = named.get(step);
    byId("welcome").textContent = "";
    if (step === "check" || (whole && step !== "done")) {
      const there = asked();
      const found = [...aboutProblems(), ...there.flatMap(problems)];
      if (step === "check" && found.length) {
        const place = there.find((each) => problems(each).length);
        returning = true;
        show(place ? place.id : "start");
      }
      if (!complain(found)) go(step === "check" ? "done" : "check");
    } else if (question) {
      const found = problems(question);
      if (!chosen(question)) found.unshift([question.radios[0].id, `${question.choose}, or one of the answers below them. To come back to it, choose Skip for now.`, `error.${question.id}`]);
      if (!complain(found)) go(onward());
    } else if (!complain(aboutProblems())) go(returning ? "check" : asked()[0].id);
  }

  function skip() {
    if (!complain(problems(named.get(step)))) go(onward());
  }

  // What is shown.

  function show(place, moved = true) {
    const there = asked();
    if (!["start", "check", "done"].includes(place) && !there.some((question) => question.id === place)) place = "start";
    if (place === "check") returning = true;
    if (place !== step) settle();
    step = place;
    open = named.has(place) && !chosen(named.get(place));
    refresh();
    keep();
    if (place === "check") review(there);
    if (place === "done") byId("text").value = response();
    const at = there.findIndex((question) => question.id === place);
    const where = { start: "", check: byId("ask-check").textContent, done: byId("ask-done").textContent };
    const heading = whole && place === "start" ? "" : at >= 0 ? `Question ${at + 1} of ${there.length}` : where[place];
    document.title = heading ? `${heading}: ${title}` : title;
    if (!moved) return;
    const target = at >= 0 ? byId(`ask.${place}`) : place === "start" ? byId(returning ? "ask-about" : "main") : byId(`ask-${place}`);
    target.focus({ preventScroll: true });
    if ((whole && at >= 0) || (place === "start" && returning)) target.scrollIntoView({ block: "start" });
    else scrollTo(0, 0);
  }

  /* Bring everything that depends on answers up to date, without moving anything. */
  function refresh() {
    const there = asked();
    const single = named.has(step) && !whole;
    const filling = step !== "check" && step !== "done";
    const first = new Set();
    byId("start").hidden = !(step === "start" || (whole && filling));
    for (const question of questions) {
      const at = there.indexOf(question);
      question.box.hidden = at < 0 || !filling || (!whole && question.id !== step);
      byId(`count.${question.id}`).textContent = `Question ${at + 1} of ${there.length}`;
      byId(`reason.${question.id}`).hidden = chosen(question) !== "not applicable";
      byId(`taken.${question.id}`).hidden = !chosen(question) && !ticked(question.sure);
      const leads = at >= 0 && !first.has(question.section);
      if (leads) first.add(question.section);
      const words = question.section.querySelector(".section-about");
      if (words && single && question.id === step) words.hidden = !leads;
      else if (words && !single) words.hidden = false;
    }
    for (const section of new Set(questions.map((question) => question.section)))
      section.hidden = !questions.some((question) => question.section === section && !question.box.hidden);
    byId("check").hidden = step !== "check";
    byId("done").hidden = step !== "done";
    byId("skip").hidden = !single;
    byId("controls").hidden = step === "done";
    byId("next").textContent = step === "check" ? "Finish" : whole ? "Check your answers" : step === "start" && !returning ? "Start" : "Continue";
    byId("view").hidden = !filling;
    byId("view").textContent = whole ? "Show one question at a time" : "Show all questions on one page";
    byId("to-check").hidden = !filling || whole || step === "start";
    const at = there.findIndex((question) => question.id === step);
    const before = { start: "", check: whole ? "start" : there[there.length - 1].id, done: "check" };
    const back = at > 0 ? there[at - 1].id : at === 0 ? "start" : before[step];
    byId("back").hidden = !back || (whole && filling);
    byId("back").setAttribute("href", address(back || "start"));
  }

  function element(tag, text, kind) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function changing(place, words, hidden) {
    const link = element("a", words);
    link.href = address(place);
    link.append(element("span", ` ${hidden}`, "hidden-visually"));
    const cell = document.createElement("dd");
    cell.append(link);
    return cell;
  }

  function row(name, said, more, change) {
    const made = element("div", "", "changes");
    const cell = element("dd", said, said === data.notAnswered ? "open" : "");
    for (const words of more) cell.append(element("span", words, "more"));
    made.append(element("dt", name), cell, change);
    return made;
  }

  function label(radio) {
    const words = radio.labels[0];
    return Array.from(words.querySelectorAll(".key, .label"), (part) => part.textContent).join(" ") || words.textContent.trim();
  }

  function review(there) {
    const given = byId("given");
    given.replaceChildren(element("h3", byId("ask-about").textContent));
    const about = element("dl", "", "summary");
    for (const name of data.about) {
      const words = byId(`about.${name}`).labels[0].textContent;
      about.append(row(words, written(`about.${name}`) || "Not given", [], changing("start", "Change", words)));
    }
    given.append(about);
    let section = null;
    let list = null;
    const gaps = [];
    there.forEach((question, at) => {
      if (question.section !== section) {
        section = question.section;
        list = element("dl", "", "summary");
        given.append(element("h3", section.querySelector("h2").textContent), list);
      }
      const said = parts(question);
      const more = [];
      if (said.because) more.push(`Why: ${said.because}`);
      if (said.evidence) more.push(`Evidence: ${said.evidence}`);
      if (said.note) more.push(`Note: ${said.note}`);
      if (said.confidence) more.push(`How sure: ${label(question.sure.find((radio) => radio.checked)).toLowerCase()}`);
      const radio = question.radios.find((each) => each.checked);
      if (!radio) gaps.push(at + 1);
      const change = changing(question.id, radio ? "Change" : "Answer", `question ${at + 1}`);
      list.append(row(`${at + 1}  ${question.ask}`, radio ? label(radio) : data.notAnswered, more, change));
    });
    const kept = questions.filter((question) => !there.includes(question) && chosen(question)).length;
    const numbers = gaps.length > 1 ? `${gaps.slice(0, -1).join(", ")} and ${gaps[gaps.length - 1]}` : `${gaps[0]}`;
    const waiting = gaps.length === 1 ? "1 question has no answer yet" : `${gaps.length} questions have no answer yet`;
    const left = gaps.length ? `${waiting}: ${numbers}. You can finish as it is.` : "Every question has an answer.";
    const unasked = kept === 1 ? "1 answer is" : `${kept} answers are`;
    byId("left").textContent = left + (kept ? ` ${unasked} to questions that are not asked now: the file keeps them, and they are not scored.` : "");
  }

  function today() {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    byId("about.date").value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // Begin.

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener("keydown", (event) => {
    // On one page, Enter in a field must not jump to the check.
    if (whole && event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  form.addEventListener("input", (event) => {
    if (!fields.includes(event.target)) return;
    unsaved = true;
    byId("downloaded").textContent = "";
    refresh();
    keep();
  });
  byId("skip").addEventListener("click", skip);
  byId("download").addEventListener("click", download);
  byId("copy").addEventListener("click", copy);
  byId("clear").addEventListener("click", clear);
  byId("view").addEventListener("click", () => {
    whole = !whole;
    show(step === "start" && !whole ? asked()[0].id : step);
    byId("view").focus();
  });
  byId("keep").addEventListener("change", () => {
    byId("kept").textContent = byId("keep").checked ? "" : "The draft is gone.";
    if (byId("keep").checked) keep();
    else forget();
  });
  for (const question of questions)
    byId(`clear.${question.id}`).addEventListener("click", () => {
      for (const radio of [...question.radios, ...question.sure]) radio.checked = false;
      byId(`because.${question.id}`).value = "";
      unsaved = true;
      refresh();
      keep();
      byId(`ask.${question.id}`).focus();
    });
  addEventListener("hashchange", arrived);
  addEventListener("beforeprint", () => {
    for (const more of form.querySelectorAll(".question details")) {
      more.dataset.was = more.open ? "open" : "";
      more.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const more of form.querySelectorAll(".question details")) more.open = more.dataset.was === "open";
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !byId("keep").checked) event.preventDefault();
  });

  form.reset(); // a browser may have kept what stood in the fields: only a draft may
  today();
  const left = restore();
  for (const question of questions)
    byId(`more.${question.id}`).open = PARTS.some((part) => written(`${part}.${question.id}`)) || ticked(question.sure) !== "";
  for (const id of ["steps", "controls", "drafts", "wipe"]) byId(id).hidden = false;
  byId("next").disabled = false;
  byId("command").textContent = `scalecheck report ${fileName}`;
  show(left === null ? "start" : left === "done" ? "check" : left, false);
  if (left !== null) {
    const there = asked();
    const done = there.filter(chosen).length;
    byId("welcome").textContent = `Welcome back. ${done} of ${there.length} questions done, ${there.length - done} left.`;
  }
  try {
    history.replaceState(null, "", address(step));
  } catch {
    // Some viewers allow no history: the steps work without it.
  }
  document.documentElement.classList.add("live");
})();
