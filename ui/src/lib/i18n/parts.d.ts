/** A language's messages that the first screen may need (vite.config.ts). */
declare module '*.json?first' {
  const messages: import('./messages').Catalogue;
  export default messages;
}

/** The rest of them. */
declare module '*.json?later' {
  const messages: Partial<import('./messages').Catalogue>;
  export default messages;
}
