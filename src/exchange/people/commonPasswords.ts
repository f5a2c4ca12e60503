/** Beginnings of what is tried first: the most common passwords that are long enough, or become so by repeating them. */
const common = [
  'password',
  'passwort',
  'motdepasse',
  'contrasena',
  'matkhau',
  'parol',
  'qwerty',
  'qwertyuiop',
  'azerty',
  'asdfgh',
  'asdfghjkl',
  'zxcvbn',
  'zxcvbnm',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'q1w2e3r4t5y6',
  'qazwsxedc',
  'iloveyou',
  'letmein',
  'welcome',
  'administrator',
  'admin',
  'changeme',
  'trustno1',
  'football',
  'baseball',
  'princess',
  'sunshine',
  'superman',
  'rogatory',
  'secret',
  'monkey',
  'dragon',
] as const

const rows = ['01234567890', '09876543210', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']

/**
 * Whether a password is among those that are guessed first: common words, or the sign-in name, with nothing but digits and
 * signs beside them; one character or a short piece over and over; a row of a keyboard; a number.
 */
export function isCommonPassword(password: string, signInName: string): boolean {
  const letters = onlyLetters(password.normalize('NFKC'))
  const words = [onlyLetters(signInName), ...common]
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length)
  const left = words.reduce((text, word) => text.replaceAll(word, ''), letters)
  if (/^\p{N}*$/u.test(left) || rows.some((row) => row.repeat(12).includes(letters))) return true
  return /^(.{1,4}?)\1+.{0,3}$/u.test(letters) && new Set(letters).size <= 4
}

function onlyLetters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
