import type { ComponentChildren, JSX } from 'preact'
import { problems } from '../problem.ts'
import type { Operation } from '../openapi/operation.ts'
import { readerPaths } from '../paths.ts'

/** The address of the page of a schema. */
export function schemaPage(name: string): string {
  return readerPaths.readerSchema.replace(':schema', name)
}

/**
 * A page of the reader: for programmers, in the language of the document that it shows, which is English. It has no script, and
 * nothing from elsewhere.
 */
export function ReaderPage({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href={readerPaths.readerStyle} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          <a href={readerPaths.reader}>Rogatory: the API</a>
          <a href={readerPaths.document}>OpenAPI document</a>
        </header>
        <main id="main">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** Every operation, by tag. */
export function OperationsPage({
  introduction,
  tags,
  operations,
  messages,
}: {
  readonly introduction: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly operations: readonly Operation[]
  /** Names of the schemas of bodies, by type of message. */
  readonly messages: readonly string[]
}): JSX.Element {
  return (
    <ReaderPage title="The API for systems of the State">
      <p>{introduction}</p>
      <nav aria-label="Operations">
        {tags.map(({ name, description }) => (
          <section>
            <h2>{description}</h2>
            <ul>
              {operations
                .filter(({ tag }) => tag === name)
                .map(({ id, method, path, summary }) => (
                  <li>
                    <a href={`#${id}`}>{summary}</a>{' '}
                    <code>
                      {method.toUpperCase()} {path}
                    </code>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      {operations.map((operation) => (
        <OperationPart operation={operation} />
      ))}
      <section>
        <h2 id="messages">Types of message</h2>
        <p>What the body of a move holds, by its type.</p>
        <ul class="columns">
          {messages.map((name) => (
            <li>
              <a href={schemaPage(name)}>{name}</a>
            </li>
          ))}
        </ul>
      </section>
    </ReaderPage>
  )
}

function OperationPart({ operation }: { readonly operation: Operation }): JSX.Element {
  const { id, method, path, scope, summary, description, parameters, body, answers, refusals } = operation
  return (
    <section class="operation" id={id}>
      <h2>{summary}</h2>
      <p>
        <code>
          {method.toUpperCase()} {path}
        </code>{' '}
        {scope === null ? 'without a token' : `with a token of the scope ${scope}`}
      </p>
      <p>{description}</p>
      {parameters.length === 0 ? null : (
        <table>
          <caption>Parameters</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Where</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((one) => (
              <tr>
                <th scope="row">
                  <code>{one.name}</code>
                  {one.required ? ' (needed)' : ''}
                </th>
                <td>{one.in}</td>
                <td>{one.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body === undefined ? null : (
        <p>
          Body: <code>{body.type}</code> {body.schema === null ? 'bytes' : <SchemaLink name={body.schema} />}
        </p>
      )}
      <dl>
        {Object.entries(answers).map(([status, { description: says, content = [], heads = {} }]) => (
          <div>
            <dt>{status}</dt>
            <dd>
              {says}{' '}
              {content.map(({ type, schema }) => (
                <span>
                  <code>{type}</code> {schema === null ? null : <SchemaLink name={schema} />}{' '}
                </span>
              ))}
              {Object.entries(heads).map(([name, head]) => (
                <span>
                  <code>{name}</code>: {head}.{' '}
                </span>
              ))}
            </dd>
          </div>
        ))}
        {refusals.map((code) => (
          <div>
            <dt>{problemOf(code).status}</dt>
            <dd>
              <code>{code}</code> {problemOf(code).title}.
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function SchemaLink({ name }: { readonly name: string }): JSX.Element {
  return <a href={schemaPage(name)}>{name}</a>
}

function problemOf(code: string): { readonly status: number; readonly title: string } {
  return Object.entries(problems).find(([one]) => one === code)?.[1] ?? { status: 0, title: '' }
}
