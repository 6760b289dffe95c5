const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** HTML that is safe to put into a document. */
export interface Html {
  html: string
}

/**
 * HTML from a template: texts and numbers in it are escaped, only what was made by this function goes in as it is, so
 * that no name of a case or a model can become markup.
 */
export function html(
  strings: TemplateStringsArray,
  ...values: (Html | readonly Html[] | string | number)[]
): Html {
  const parts = strings.map((text, i) => text + (i < values.length ? render(values[i]!) : ''))
  return { html: parts.join('') }
}

function render(value: Html | readonly Html[] | string | number): string {
  if (typeof value === 'string' || typeof value === 'number')
    return String(value).replace(/[&<>"']/g, (character) => entities[character]!)
  return 'html' in value ? value.html : value.map((part) => part.html).join('')
}
