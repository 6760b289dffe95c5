/** Neighbouring pixels of one frame that a cosmic ray hit. */
export interface Spike {
  /** Index of the frame. */
  frame: number
  /** The first pixel, counted from 0. */
  pixel: number
  /** How many. */
  width: number
}

/**
 * Widest spike, in pixels. A ray passes through few of them; what is wider is light, and no algorithm's to take away. As in
 * `photobiology`, doi:10.19232/uv4pb.2015.1.14.
 */
export const WIDEST_SPIKE = 8
