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

/** Day and time of an instant. */
const instant = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T)([0-9:.]+(?:Z|[+-][0-9:]+))$/

/** An identifier, digest, address or code: read from left to right in every language. */
export function Code({ text }: { readonly text: string }) {
  const [, day, time] = instant.exec(text) ?? []
  return (
    <bdi class="desk-code" dir="ltr">
      {day === undefined ? text : <Instant day={day} time={time ?? ''} />}
    </bdi>
  )
}

/** It is broken between day and time where it must be, and nowhere else: a piece of a day or an offset is read as another. */
function Instant({ day, time }: { readonly day: string; readonly time: string }) {
  return (
    <>
      <span class="desk-code__whole">{day}</span>
      <wbr />
      <span class="desk-code__whole">{time}</span>
    </>
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
