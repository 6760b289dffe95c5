const prefix = 'stokes:'

/** What this seat chose last, kept between starts. Null where nothing was kept, or what was kept is not readable. */
export function recall(key: string): unknown {
  try {
    const text = localStorage.getItem(prefix + key)
    return text === null ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}

/** Keeps a choice for the next start. A full or forbidden store costs the convenience, nothing else. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // The choice holds for this run.
  }
}
