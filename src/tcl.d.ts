/** The bundler and the test runner hand over an iRule part (`*.tcl`) as its text. */
declare module '*.tcl' {
  const text: string;
  export default text;
}
