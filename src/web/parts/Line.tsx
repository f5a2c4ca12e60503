import type { ComponentChildren } from 'preact'
import { directionOf } from '../../letter/language.ts'
import type { Line as LetterLine, Span } from '../../letter/letter.ts'

/** A line of a letter: what others wrote is kept apart from the words around it, in its own language and direction. */
export function Line({ line }: { readonly line: LetterLine }) {
  return (
    <>
      {line.map((span) => (
        <Piece key={span.text} span={span} />
      ))}
    </>
  )
}

function Piece({ span: { text, language, style } }: { readonly span: Span }) {
  if (style === 'code') return <Code text={text} />
  const words = style === 'strong' ? <strong>{text}</strong> : text
  if (language === undefined) return <>{words}</>
  return <OthersWords language={language}>{words}</OthersWords>
}

/** An instant is not broken at its hyphens: in a line that is read from right to left its pieces would change places. */
const isInstant = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)$/

/** An identifier, digest, address or code: read from left to right in every language. */
export function Code({ text }: { readonly text: string }) {
  return (
    <bdi class={isInstant.test(text) ? 'desk-code desk-code--whole' : 'desk-code'} dir="ltr">
      {text}
    </bdi>
  )
}

interface OthersWordsProps {
  /** BCP 47; empty: nobody has said. */
  readonly language: string
  readonly children: ComponentChildren
}

/** What somebody else wrote on one line. */
export function OthersWords({ language, children }: OthersWordsProps) {
  return (
    <bdi lang={language} dir={language === '' ? 'auto' : directionOf(language)}>
      {children}
    </bdi>
  )
}
