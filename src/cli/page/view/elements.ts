type Child = Node | string

/** An element with attributes and children. Text is only ever put in as text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

/** A button that does something. */
export function button(text: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text)
  made.addEventListener('click', act)
  return made
}

/** A field with its label above it and a line of help below. */
export function labelled(label: string, field: HTMLElement, help?: string): HTMLElement {
  field.id ||= `field-${document.querySelectorAll('label').length}-${label.length}`
  const box = element('div', { class: 'field' }, element('label', { for: field.id }, label), field)
  if (help !== undefined) {
    const line = element('p', { class: 'help', id: `${field.id}-help` }, help)
    field.setAttribute('aria-describedby', line.id)
    box.append(line)
  }
  return box
}
