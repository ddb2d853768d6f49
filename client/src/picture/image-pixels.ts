// The pixels of an encoded picture as they were sent: no colour conversion, and no canvas where the browser can do
// without. A browser that draws in software keeps a copy of each bitmap that is drawn, up to half a gigabyte of them.

/** TypeScript's DOM does not have it yet (WebCodecs, "Image Decoding"). */
interface Decoder {
  decode(): Promise<{ image: VideoFrame }>;
  close(): void;
}
type DecoderType = new (about: { data: Uint8Array; type: string; colorSpaceConversion: "none" }) => Decoder;

interface CopyOptions extends VideoFrameCopyToOptions {
  format: "RGBA";
}

const RGBA: CopyOptions = { format: "RGBA" };

let scratch: CanvasRenderingContext2D | null = null;

/** A canvas in memory, shared by all: reading back from one that the compositor holds is slow. */
function scratchOf(width: number, height: number): CanvasRenderingContext2D {
  scratch ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!scratch) throw new Error("this browser gives no canvas");
  scratch.canvas.width = width;
  scratch.canvas.height = height;
  return scratch;
}

export function readPixels(source: CanvasImageSource, width: number, height: number): ImageData {
  const context = scratchOf(width, height);
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}

/** Rejects where the picture cannot be read. */
export async function imagePixels(data: Uint8Array<ArrayBuffer>, type: string): Promise<ImageData> {
  return (await decodedPixels(data, type)) ?? drawnPixels(data, type);
}

/** Null where this browser cannot do it without a canvas. */
async function decodedPixels(data: Uint8Array, type: string): Promise<ImageData | null> {
  const { ImageDecoder } = globalThis as { ImageDecoder?: DecoderType };
  if (!ImageDecoder) return null;
  const decoder = new ImageDecoder({ data, type, colorSpaceConversion: "none" });
  try {
    const { image } = await decoder.decode();
    const { displayWidth: width, displayHeight: height } = image;
    try {
      if (image.allocationSize(RGBA) !== width * height * 4) return null;
      const pixels = new ImageData(width, height);
      await image.copyTo(pixels.data, RGBA);
      return pixels;
    } finally {
      image.close();
    }
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

async function drawnPixels(data: Uint8Array<ArrayBuffer>, type: string): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([data], { type }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const pixels = readPixels(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return pixels;
}
