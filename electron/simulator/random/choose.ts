import type { Random } from './random'

/** One of the keys of `shares`, each as likely as its share of their sum. */
export function choose<Key extends string>(random: Random, shares: Readonly<Record<Key, number>>): Key {
  const entries = Object.entries(shares) as [Key, number][]
  let left = random.uniform() * entries.reduce((sum, [, share]) => sum + share, 0)
  for (const [key, share] of entries) {
    left -= share
    if (left < 0) return key
  }
  return entries.at(-1)![0]
}
