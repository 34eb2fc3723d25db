/** A picture that can be looked at by itself. */
export interface Picture {
  /** Its address in the app's own store. */
  src: string;
  /** What it shows. */
  alt: string;
  caption: string;
}

/** The scale at which a picture fits, and the most. */
export const SCALE = { min: 1, max: 8, step: 1.5 } as const;

/** How a picture is shown: how large, and how far it is moved from the middle, in CSS pixels. */
export interface Look {
  scale: number;
  x: number;
  y: number;
}

/** A look within bounds: no picture is moved out of sight. `width` and `height` are its size where it fits. */
export function bounded({ scale, x, y }: Look, width: number, height: number): Look {
  const to = Math.min(SCALE.max, Math.max(SCALE.min, scale));
  const [right, down] = [((to - 1) * width) / 2, ((to - 1) * height) / 2];
  const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value)) || 0;
  return { scale: to, x: within(x, right), y: within(y, down) };
}

/** Larger or smaller around a point, which is given from the middle. */
export function zoomed(look: Look, scale: number, point: { x: number; y: number }, width: number, height: number): Look {
  const to = Math.min(SCALE.max, Math.max(SCALE.min, scale));
  const by = to / look.scale;
  return bounded({ scale: to, x: point.x - (point.x - look.x) * by, y: point.y - (point.y - look.y) * by }, width, height);
}
