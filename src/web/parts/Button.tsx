import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly kind?: 'secondary' | 'warning'
  /** What is posted where this button was pressed and not another. */
  readonly name?: string
  readonly value?: string
  readonly children: ComponentChildren
}

/** Sends the form in which it stands. */
export function Button({ kind, name, value, children }: ButtonProps) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      class={kind === undefined ? 'govuk-button' : `govuk-button govuk-button--${kind}`}
    >
      {children}
    </button>
  )
}

interface LinkButtonProps {
  readonly kind?: 'secondary' | 'warning'
  readonly to: string
  readonly children: ComponentChildren
}

/** Looks like one, and leads to a page that asks first. */
export function LinkButton({ kind = 'secondary', to, children }: LinkButtonProps) {
  return (
    <a href={to} role="button" draggable={false} class={`govuk-button govuk-button--${kind}`}>
      {children}
    </a>
  )
}
