/** True where the window was opened to measure a simulated patient by itself (`?demonstration=1`). */
export const demonstrationRequested = new URLSearchParams(window.location.search).get('demonstration') === '1'
