import { crc32, deflateSync } from "node:zlib";
import { glyphPoints, glyphs } from "./glyphs.ts";

type Colour = readonly [red: number, green: number, blue: number];

const colours = {
  sky: [168, 184, 196],
  ground: [104, 108, 112],
  line: [226, 226, 214],
  paint: [196, 60, 52],
  paint2: [62, 92, 150],
  paint3: [222, 222, 226],
  shade: [42, 46, 52],
  glass: [88, 106, 122],
  lamp: [250, 238, 190],
  plate: [24, 72, 168],
  letter: [246, 248, 250],
  boom: [236, 174, 38],
} as const satisfies Readonly<Record<string, Colour>>;
type Ink = keyof typeof colours;
const inks = Object.keys(colours) as Ink[];
const paints = ["paint", "paint2", "paint3"] as const;

/** A picture of few colours, one byte a point. */
class Canvas {
  readonly #width: number;
  readonly #height: number;
  readonly #points: Buffer;

  constructor(width: number, height: number, ink: Ink) {
    this.#width = width;
    this.#height = height;
    this.#points = Buffer.alloc(width * height, inks.indexOf(ink));
  }

  box(left: number, top: number, width: number, height: number, ink: Ink): void {
    for (let y = Math.max(0, top); y < Math.min(this.#height, top + height); y++)
      this.#points.fill(inks.indexOf(ink), y * this.#width + left, y * this.#width + left + width);
  }

  /** Writes text from its left upper corner; each point of a letter is `scale` points wide and high. */
  text(left: number, top: number, text: string, scale: number, ink: Ink): void {
    [...text].forEach((character, at) => {
      const rows = glyphs[character];
      if (rows === undefined) return;
      for (let y = 0; y < glyphPoints; y++) {
        const row = Number.parseInt(rows.slice(y * 4, y * 4 + 4), 16);
        for (let x = 0; x < glyphPoints; x++)
          if (row & (1 << (glyphPoints - 1 - x)))
            this.box(left + (at * glyphPoints + x) * scale, top + y * scale, scale, scale, ink);
      }
    });
  }

  png(): Buffer {
    const rows = Buffer.alloc(this.#height * (this.#width + 1));
    for (let y = 0; y < this.#height; y++)
      this.#points.copy(rows, y * (this.#width + 1) + 1, y * this.#width, (y + 1) * this.#width);
    const head = Buffer.alloc(13);
    head.writeUInt32BE(this.#width, 0);
    head.writeUInt32BE(this.#height, 4);
    head.set([8, 3], 8); // eight bits a point, by palette
    const palette = Buffer.from(inks.flatMap((ink) => [...colours[ink]]));
    const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const chunks = [chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows)), chunk("IEND")];
    return Buffer.concat([start, ...chunks]);
  }
}

/** The plate as a camera would cut it out; a plate that cannot be read is too dark. */
export function drawPlate(plate: string | null): Buffer {
  const text = plate ?? "";
  const canvas = new Canvas(
    Math.max(7, [...text].length) * glyphPoints * 2 + 24,
    56,
    plate === null ? "shade" : "plate",
  );
  canvas.text(12, 12, text, 2, "letter");
  return canvas.png();
}

/** A car at a barrier, with its plate and the camera's own time in the corner. */
export function drawScene({ plate, at, vehicle }: { plate: string | null; at: number; vehicle: string }): Buffer {
  const canvas = new Canvas(480, 300, "sky");
  canvas.box(0, 170, 480, 130, "ground");
  canvas.box(60, 170, 4, 130, "line");
  canvas.box(416, 170, 4, 130, "line");
  const paint =
    paints[[...(plate ?? "0")].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % paints.length]!;
  const roof = vehicle === "Van" ? 40 : vehicle === "SUV" ? 58 : 74;
  canvas.box(150, roof, 180, 60, paint);
  canvas.box(162, roof + 10, 156, 44, "glass");
  canvas.box(120, roof + 56, 240, 232 - roof - 56, paint);
  canvas.box(130, 150, 40, 22, "lamp");
  canvas.box(310, 150, 40, 22, "lamp");
  canvas.box(120, 222, 240, 18, "shade");
  canvas.box(136, 240, 44, 26, "shade");
  canvas.box(300, 240, 44, 26, "shade");
  canvas.box(180, 188, 120, 26, plate === null ? "shade" : "plate");
  const text = plate ?? "";
  canvas.text(240 - [...text].length * (glyphPoints / 2), 193, text, 1, "letter");
  canvas.box(0, 128, 480, 8, "boom");
  canvas.text(8, 278, new Date(at).toISOString().slice(0, 19).replace("T", " "), 1, "letter");
  return canvas.png();
}

function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
