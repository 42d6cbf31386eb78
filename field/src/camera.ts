// The eye of the lane: one square after another, by the browser's own reader or by ours. Pictures stay in the page.
import type { Word } from "./words";

declare const READER_WASM: string;

interface Reader { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> }
interface ReaderClass { new (wish: { formats: string[] }): Reader; getSupportedFormats(): Promise<string[]> }

const BETWEEN_LOOKS_MS = 60;
const SAME_CARD_MS = 1500; // a card that stays before the camera is one reading
const WIDEST = 800;

let own: Promise<Reader> | null = null;

/** Ours, where the browser has none: its WebAssembly comes from this app, never from where it looks by itself. */
export function ownReader(): Promise<Reader> {
  own ??= (async () => {
    const { BarcodeDetector, prepareZXingModule } = await import("barcode-detector/ponyfill");
    const overrides = { locateFile: () => new URL(READER_WASM, document.baseURI).href };
    await prepareZXingModule({ overrides, fireImmediately: true });
    return new BarcodeDetector({ formats: ["qr_code"] }) as Reader;
  })().catch((error: unknown) => {
    own = null;
    throw error;
  });
  return own;
}

async function anyReader(): Promise<Reader> {
  const given = (globalThis as { BarcodeDetector?: ReaderClass }).BarcodeDetector;
  const formats = await given?.getSupportedFormats().catch(() => [] as string[]);
  return given && formats?.includes("qr_code") ? new given({ formats: ["qr_code"] }) : ownReader();
}

export class Camera {
  readonly view = document.createElement("video");
  private stream: MediaStream | null = null;
  private turn = 0; // each opening has its number: whatever an earlier one still waits for is dropped
  private canvas = document.createElement("canvas");
  private last = { text: "", seen: 0 };
  private paused = false;
  private awake: WakeLockSentinel | null = null; // the screen stays on while the camera looks

  constructor(private found: (text: string, seen: number) => void, private tell: (word: Word | "") => void) {
    this.view.className = "camera-view";
    this.view.muted = this.view.playsInline = true;
  }

  get open(): boolean {
    return this.stream !== null;
  }

  /** While a verdict stands on the screen nothing is read; the picture goes on, so the next card is read at once. */
  pause(paused: boolean): void {
    if (!paused) this.last.seen = performance.now();
    this.paused = paused;
  }

  async start(): Promise<void> {
    this.stop();
    const mine = this.turn;
    this.tell("camera_opening");
    if (!navigator.mediaDevices?.getUserMedia) return this.tell("camera_absent");
    try {
      const wish = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
      if (mine !== this.turn) return stream.getTracks().forEach((track) => track.stop());
      this.stream = this.view.srcObject = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => mine === this.turn && this.fail("camera_silent"));
      this.view.classList.add("live");
      this.awake = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
      await this.view.play();
      this.tell("camera_looking");
      await this.look(mine);
    } catch (error) {
      if (mine !== this.turn) return;
      const name = (error as Error).name;
      if (["NotAllowedError", "SecurityError"].includes(name)) this.fail("camera_refused");
      else if (["NotFoundError", "OverconstrainedError"].includes(name)) this.fail("camera_absent");
      else this.fail("camera_silent");
    }
  }

  stop(): void {
    this.turn += 1;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.view.srcObject = null;
    this.view.classList.remove("live");
    void this.awake?.release();
    this.awake = null;
    this.last = { text: "", seen: 0 };
    this.tell("");
  }

  private fail(word: Word): void {
    this.stop();
    this.tell(word);
  }

  private async look(mine: number): Promise<void> {
    let reader = await anyReader();
    while (mine === this.turn) {
      if (!this.paused && this.view.readyState >= 2) {
        const seen = performance.now();
        let squares: { rawValue: string }[];
        try {
          squares = await reader.detect(this.picture());
        } catch {
          reader = await ownReader(); // some telephones promise a reader that is not installed
          continue;
        }
        if (mine === this.turn && !this.paused) this.read(squares.find((one) => one.rawValue)?.rawValue ?? "", seen);
      }
      await new Promise((done) => { setTimeout(done, BETWEEN_LOOKS_MS); });
    }
  }

  private read(text: string, seen: number): void {
    if (!text) return;
    const again = text === this.last.text && seen - this.last.seen < SAME_CARD_MS;
    this.last = { text, seen };
    if (!again) this.found(text, seen);
  }

  /** The middle of what the camera sees, as large as a square needs and no larger. */
  private picture(): HTMLCanvasElement {
    const { videoWidth: wide, videoHeight: high } = this.view;
    const side = Math.min(wide, high);
    const [width, height] = wide > WIDEST ? [Math.min(wide, side * 1.2), side] : [wide, high];
    const scale = Math.min(1, WIDEST / width);
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen?.drawImage(this.view, (wide - width) / 2, (high - height) / 2, width, height, 0, 0, this.canvas.width, this.canvas.height);
    return this.canvas;
  }
}
