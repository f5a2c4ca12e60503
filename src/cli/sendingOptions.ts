import { type Command, InvalidArgumentError } from 'commander'

/** Adds the options that `send` and `act` share. */
export function withSendingOptions(command: Command): Command {
  return command
    .requiredOption('--officer <name>', 'who wrote it; the log keeps the name as a commitment')
    .option(
      '--approver <name>',
      'who approved it: another person, needed for whatever binds the State (requests, decisions, conditions, deliveries, preservations)',
    )
    .option('--wait <seconds>', 'wait so long for the receipt, and tell the place that it gives', readSeconds)
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

const secondsMax = 3600

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(text) || seconds > secondsMax)
    throw new InvalidArgumentError(`It must be a number of seconds up to ${secondsMax}.`)
  return seconds
}
