import type { Lesson } from '../../../contract/teaching'
import type { VirtualTroubles } from '../../../devices/microscope'

/** A lesson, and how its fault is put into the virtual microscope. */
export interface TaughtLesson extends Lesson {
  putIn: (troubles: VirtualTroubles) => Promise<void>
}

const disturbed = (name: string) => (troubles: VirtualTroubles) => troubles.disturb(name, true)

export const lessons: readonly TaughtLesson[] = [
  {
    id: 'none',
    title: 'Nothing is wrong',
    recognise:
      'The frames lie on each other, the dark is flat, the bands of skin stand on a smooth background.',
    remedy: 'Nothing to do.',
    putIn: () => Promise.resolve(),
  },
  {
    id: 'cosmicRays',
    title: 'Cosmic rays',
    recognise:
      'Needles of 1 to 4 pixels, narrower than any band of this instrument, at other places in each frame. The mean keeps none of the few that are usual: they are found by comparing the frames.',
    remedy: 'Repeat. Where there are always many, something near the detector radiates: tell the maker.',
    putIn: disturbed('cosmicRays'),
  },
  {
    id: 'saturation',
    title: 'Saturation',
    recognise: 'A flat top at 65 535 counts in every frame: the bands under it are gone, not low.',
    remedy: 'Shorten the integration time, or look for a spot that fluoresces less.',
    putIn: disturbed('saturation'),
  },
  {
    id: 'wrongDark',
    title: 'A dark frame with light in it',
    recognise:
      'The dark frame has lines of the room that the lit frames do not have, so the difference has holes: sharp, negative lines.',
    remedy: 'Hold the probe on the skin from the first dark frame to the last frame.',
    putIn: disturbed('wrongDark'),
  },
  {
    id: 'ambientLight',
    title: 'Room light',
    recognise:
      'Sharp lines of lamps, argon at 420, 872 and 1 780 cm⁻¹ with 785 nm, in the dark frame too: the probe does not touch.',
    remedy: 'Put the probe flat on the skin, and switch lamps near it off.',
    putIn: disturbed('ambientLight'),
  },
  {
    id: 'dirtyWindow',
    title: 'A dirty window',
    recognise:
      'All frames agree, but the bands are low on a high background: less light comes through, and the dirt glows.',
    remedy:
      'Clean the window of the probe, then measure silicon: its throughput in the trend has to come back.',
    putIn: disturbed('dirtyWindow'),
  },
  {
    id: 'looseFibre',
    title: 'A loose fibre',
    recognise: 'Frames of one shape and different heights: another part of the light comes through in each.',
    remedy: 'Fasten the connectors of the fibre, do not bend it, and repeat.',
    putIn: disturbed('looseFibre'),
  },
  {
    id: 'motion',
    title: 'The spot moves',
    recognise: 'Frames of different heights and different shapes: each sees another piece of skin.',
    remedy: 'Rest the hand, hold still, and repeat.',
    putIn: disturbed('motion'),
  },
  {
    id: 'warmDetector',
    title: 'A warm detector',
    recognise:
      'The detector is above its set point and still warming: the dark level climbs from frame to frame and hot pixels stand out.',
    remedy: 'Free the vents, wait until it has its temperature, and run the daily check.',
    putIn: disturbed('warmDetector'),
  },
  {
    id: 'laserDrift',
    title: 'The laser has drifted',
    recognise:
      'The spectrum looks right, and every band is off by the same amount: here the laser is 0.3 nm off, which is 4.9 cm⁻¹. Phenylalanine does not stand at 1 003 cm⁻¹, where it is strong enough to be judged; often it is not, and the daily check alone finds it.',
    remedy: 'Run the daily check: silicon tells where the laser is now.',
    putIn: (troubles) => troubles.drift('laser', 0.3),
  },
  {
    id: 'interlockOpen',
    title: 'The interlock is open',
    recognise: 'No spectrum at all: the instrument says that its laser cannot fire.',
    remedy: 'Close the door or plug the interlock in, then arm the laser again.',
    putIn: disturbed('interlockOpen'),
  },
]
