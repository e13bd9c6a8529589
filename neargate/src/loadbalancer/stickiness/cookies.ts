/** Cookies as requests and responses carry them (RFC 6265). */

/** The value of a cookie in the Cookie fields of a request; the first when there are several. */
export function cookieValue(cookieFields: readonly string[], name: string): string | undefined {
  for (const field of cookieFields) {
    for (const pair of field.split(';')) {
      const equals = pair.indexOf('=');
      if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
    }
  }
  return undefined;
}

/** Whether one of a response's Set-Cookie fields sets the cookie. */
export function setsCookie(setCookieFields: readonly string[], name: string): boolean {
  return setCookieFields.some((field) => field.slice(0, field.indexOf('=')).trim() === name);
}

/**
 * A Set-Cookie line of the load balancer's own. With `cors` there is a second one of the same value for requests from other
 * sites, whose SameSite=None browsers take with Secure only.
 */
export function setCookieLines(
  name: string,
  value: string,
  options: { readonly expiresAtMs: number; readonly isSecure: boolean; readonly cors: boolean },
): string {
  const attributes = `Expires=${new Date(options.expiresAtMs).toUTCString()}; Path=/`;
  const line = `Set-Cookie: ${name}=${value}; ${attributes}\r\n`;
  if (!options.cors) return line;
  const secure = options.isSecure ? '; Secure' : '';
  return `${line}Set-Cookie: ${name}CORS=${value}; ${attributes}; SameSite=None${secure}\r\n`;
}
