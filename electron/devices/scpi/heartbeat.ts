/** A quarter of the instrument's patience (1 000 ms). */
const HEARTBEAT_MS = 250

/** Sends the first heartbeat now and goes on for as long as the line is open. Returns how to end it. */
export function startHeartbeat(link: { send(message: string): void }): () => void {
  let count = 0
  const beat = (): void => {
    count += 1
    link.send(`SYST:HEAR ${count}`)
  }
  beat()
  const timer = setInterval(beat, HEARTBEAT_MS)
  return () => {
    clearInterval(timer)
  }
}
