/** What is named, as choices in the order of the names. */
export const choicesOf = <Value extends string>(names: Readonly<Record<Value, string>>) =>
  (Object.entries(names) as [Value, string][]).map(([value, text]) => ({ value, text }))
