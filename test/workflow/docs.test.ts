import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { workflowPage } from '../../src/cli/generateWorkflow.ts'
import { machines } from '../../src/workflow/table.ts'

describe('workflow: the page of the machines', () => {
  it('is up to date', () => {
    assert.equal(readFileSync('docs/workflow.md', 'utf8'), workflowPage())
  })

  it('shows every state and every message', () => {
    const page = workflowPage()
    for (const { states, rows } of machines()) {
      for (const { name } of states) assert.ok(page.includes(`| \`${name}\` |`), name)
      for (const { on } of rows) assert.ok(page.includes(`\`${on}\``), on)
    }
  })
})
