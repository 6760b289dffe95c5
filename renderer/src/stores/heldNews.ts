/**
 * News that is used as it comes, but for what may wait: of that the newest is used with `release`, or `atMostMs` after the
 * first of it came. For what would else be painted just before something that somebody waits for, which then comes one
 * animation frame later.
 */
export function heldNews<News>(use: (news: News) => void, atMostMs: number) {
  let held: { news: News } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function release(): void {
    clearTimeout(timer)
    timer = undefined
    if (!held) return
    const { news } = held
    held = null
    use(news)
  }

  function take(news: News, mayWait: boolean): void {
    held = { news }
    if (mayWait) timer ??= setTimeout(release, atMostMs)
    else release()
  }

  return { take, release }
}
