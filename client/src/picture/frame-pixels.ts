// The pixels of video frames that lie in memory. A frame that is drawn by `drawImage` is copied and kept by a browser
// that draws in software: up to half a gigabyte after some seconds of scrolling. Pixels of our own are not kept.

/** `format` came to WebCodecs after `copyTo`; TypeScript does not know it everywhere. */
interface CopyOptions extends VideoFrameCopyToOptions {
  format: "RGBA";
}

const RGBA: CopyOptions = { format: "RGBA" };

export class FramePixels {
  private image: ImageData | null = null;

  /**
   * The frame's pixels, valid until the next call; the frame stays open. Null where they must be fetched from a GPU,
   * which `drawImage` need not do, or where this browser cannot convert them.
   */
  async of(frame: VideoFrame | ImageBitmap): Promise<ImageData | null> {
    if (!("visibleRect" in frame) || frame.format !== "I420" || !frame.visibleRect) return null;
    const { width, height } = frame.visibleRect;
    try {
      // A browser that does not know `format` would copy the planes as they are.
      if (frame.allocationSize(RGBA) !== width * height * 4) return null;
      if (this.image?.width !== width || this.image.height !== height) this.image = new ImageData(width, height);
      await frame.copyTo(this.image.data, RGBA);
      return this.image;
    } catch {
      return null;
    }
  }
}
