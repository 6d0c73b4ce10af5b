/** Failures as test runners print them. */

/** An error whose message is all there is to see: the place where it was made is of no use to anyone. */
export function failed(message: string): Error {
  const error = new Error(message);
  error.name = 'NotConforming';
  error.stack = `${error.name}: ${message}`;
  return error;
}
