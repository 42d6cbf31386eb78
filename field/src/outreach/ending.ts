// The end of a meeting: which bed, some words if they help, and what stands there once it is written.
import { button, h, spoken, t } from "../page";
import type { Draft } from "./draft";
import { isChildAlone } from "./draft";
import { free } from "./home";
import type { Night } from "./pack";
import { choice, dial, forHealth, numbers } from "./parts";
import { type MeetActs, type MeetView, next, save } from "./steps";
import { canRecord, type Voice } from "./voice";

type Drawn = { title: string; body: (Node | null | false)[]; main?: HTMLElement };

/** Sites in the order of the wish. */
export function bed(view: MeetView, acts: MeetActs): Drawn {
  const { draft, night } = view;
  const wish = (id: string): void => {
    if (draft.sites.includes(id)) draft.sites = draft.sites.filter((one) => one !== id);
    else draft.sites.push(id);
    acts.draw();
  };
  const flag = (name: "together" | "elderly" | "care"): HTMLElement => choice(t(`wish_${name}`), draft[name], () => {
    draft[name] = !draft[name];
    acts.draw();
  }, `wish-${name}`);
  return { title: t("meet_bed"), body: [h("p", { class: "help" }, t("meet_bed_help")),
    h("ul", { class: "sites" }, ...night.sites.map((site) => {
      const place = draft.sites.indexOf(site.id);
      const name = site.name[spoken()];
      return h("li", {}, choice(place < 0 ? name : `${t("bed_order", { n: place + 1 })} · ${name}`, place >= 0, () => wish(site.id), `site-${site.id}`, "tall"), free(site),
        site.phone ? dial(site.phone, t("night_dial", { t: "" }), "small") : null);
    })),
    night.sites.length === 0 && h("p", {}, t("beds_no_site")),
    h("div", { class: "choices" }, flag("together"), flag("elderly"), flag("care"))], main: next(acts) };
}

export function note(view: MeetView, acts: MeetActs): Drawn {
  const { draft, night } = view;
  if (!night.key) return { title: t("meet_note"), body: [h("p", { class: "help" }, t("name_no_key"))], main: save(acts) };
  const words = h("textarea", { id: "words", class: "input", rows: 3, dir: "auto", maxlength: 300, autocomplete: "off", spellcheck: "false",
    oninput: () => { draft.words = words.value.trim(); } }, draft.words);
  const place = h("input", { id: "place", class: "input", type: "text", dir: "auto", maxlength: 120, autocomplete: "off", spellcheck: "false", value: draft.place,
    oninput: () => { draft.place = place.value.trim(); } });
  return { title: t("meet_note"), body: [h("p", { class: "help" }, t("meet_note_help")), view.lost && h("p", { class: "fault" }, t("meet_lost")), view.voice,
    h("div", { class: "field" }, h("label", { for: "words" }, t("note_words")), words),
    h("div", { class: "field" }, h("label", { for: "place" }, t("note_place")), place),
    h("p", { class: "fault", role: "alert" }, view.fault && t(view.fault))], main: save(acts) };
}

export interface VoiceActs { start(): void; stop(): void; keep(): void; throwAway(): void }

/** What can be done with a voice note now: it is never played. */
export function voiceBox(voice: Voice, parts: number, acts: VoiceActs): (Node | null)[] {
  if (!canRecord()) return [];
  if (parts) return [h("p", { class: "strong", "data-voice-sealed": "" }, t("voice_sealed")), button(t("voice_throw"), acts.throwAway, "plain", { "data-voice-throw": "" })];
  const status = h("p", { role: "status" }, voice.state === "asking" ? t("voice_asking") : voice.state === "refused" ? t("voice_refused") : "");
  if (voice.state === "recording") {
    return [h("p", { class: "strong recording", "data-voice-on": "" }, t("voice_recording", { n: voice.seconds })),
      button(t("voice_stop"), acts.stop, "main", { "data-voice-stop": "" }), button(t("voice_throw"), acts.throwAway, "plain", { "data-voice-throw": "" })];
  }
  if (voice.state === "stopped") {
    return [h("p", { role: "status" }, t("voice_ready", { n: voice.seconds })), button(t("voice_keep"), acts.keep, "main", { "data-voice-keep": "" }),
      button(t("voice_throw"), acts.throwAway, "plain", { "data-voice-throw": "" })];
  }
  return [status, button(t("voice_start"), acts.start, "plain", { "data-voice-start": "" })];
}

/** Written: what happens now, and ten minutes to take it back. */
export function done(draft: Draft, night: Night, sent: boolean, acts: { undo(): void; next(): void; home(): void }): HTMLElement {
  const child = isChildAlone(draft);
  return h("main", { class: "night" },
    h("h1", { tabindex: "-1", "data-focus": true, "data-saved": "" }, t("meet_saved")),
    h("p", { class: "help", "data-sent": sent ? "yes" : "no" }, t(sent ? "meet_sent" : "meet_sends")),
    child && h("div", { class: "card" }, h("p", {}, t("child_after")), h("p", {}, t("child_stay")), numbers(night, "emergency_child", "emergency_police", "emergency_ambulance")),
    !child && draft.flags.size > 0 && forHealth(night),
    draft.took.has("shelter") && h("p", {}, t("beds_waiting")),
    h("div", { class: "thumb stacked" },
      button(t("meet_home"), acts.home, "main", { "data-home": "" }), button(t("meet_next"), acts.next, "plain", { "data-another": "" }),
      button(t("meet_undo"), acts.undo, "plain", { "data-undo": draft.op }), h("p", { class: "help" }, t("meet_undo_help"))));
}
