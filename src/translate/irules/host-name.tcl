# A host as the data groups name it: lower case, no port. What cannot be a host name counts as none.
proc cis_host_name {host} {
    regsub {:[0-9]*$} [string tolower $host] "" host
    if {[string length $host] > 253 || [string match {[-.]*} $host]} {
        return ""
    }
    return $host
}
