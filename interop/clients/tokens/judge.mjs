// Judges tokens as jsonwebtoken does. One case per line on stdin, as JSON: the token, the key as text (a secret,
// or a public key in PEM), the time in seconds, and what verify() is asked beside. One line per case on stdout:
// "ok", or "no" with the error's text.

import { createInterface } from 'node:readline';
import jsonwebtoken from 'jsonwebtoken';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { token, key, now, options } = JSON.parse(line);
  let verdict = 'ok';
  try {
    jsonwebtoken.verify(token, key, { ...options, clockTimestamp: now });
  } catch (error) {
    verdict = `no ${JSON.stringify(error.message)}`;
  }
  console.log(verdict);
}
