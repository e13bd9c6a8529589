/** The loopback addresses of this machine that stand for the network interfaces of all accounts and regions. */
export interface InterfaceAddresses {
  /** The interface's address, given out on first use; undefined when there is no such interface or no loopback range. */
  loopbackOf(scope: string, networkInterfaceId: string): string | undefined;
  interfaceAt(
    loopbackAddress: string,
  ): { readonly scope: string; readonly networkInterfaceId: string } | undefined;
}
