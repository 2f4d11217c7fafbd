# Reads a ClientHello from the first bytes of a connection. Returns "wait" (the record is not complete), "malformed", or
# "hello" and the server name, which is empty when the client sent none.
proc cis_client_hello {payload} {
    # The headers of record and handshake are judged as soon as they are there.
    set fields [binary scan $payload cH4SccS type version length message high low]
    if {$fields > 0 && $type != 22} {
        return "malformed"
    }
    if {$fields > 1 && [lsearch -exact {0300 0301 0302 0303 0304} $version] < 0} {
        return "malformed"
    }
    # A length with its highest bit set reads as negative.
    if {$fields > 2 && ($length < 4 || $length > 16389)} {
        return "malformed"
    }
    if {$fields > 3 && $message != 1} {
        return "malformed"
    }
    if {$fields > 5 && (($high & 0xff) << 16) + ($low & 0xffff) + 4 != $length} {
        return "malformed"
    }
    if {$fields < 6 || [string length $payload] < $length + 5} {
        return "wait"
    }

    # From here on nothing beyond this record is seen, and every step moves forward in it.
    set hello [string range $payload 9 [expr {$length + 4}]]
    set end [string length $hello]

    # After version and random: session id, cipher suites, compression methods.
    set at 34
    foreach {format width} {c 1 S 2 c 1} {
        if {[binary scan $hello "@$at$format" size] != 1} {
            return "malformed"
        }
        set at [expr {$at + $width + ($size & (1 << 8 * $width) - 1)}]
    }
    if {$at == $end} {
        return [list "hello" ""]
    }

    if {[binary scan $hello "@${at}S" size] != 1 || $at + 2 + ($size & 0xffff) != $end} {
        return "malformed"
    }
    incr at 2
    set name ""
    while {$at < $end} {
        if {[binary scan $hello "@${at}SS" extension size] != 2} {
            return "malformed"
        }
        set size [expr {$size & 0xffff}]
        incr at 4
        if {$at + $size > $end} {
            return "malformed"
        }
        if {$extension == 0 && $size > 0} {
            # server_name: the size of the list, then of its first entry the kind (0 is a host name), the size, the name
            set fields [binary scan $hello "@${at}ScS" list kind length]
            if {$fields < 1 || ($list & 0xffff) + 2 != $size} {
                return "malformed"
            }
            if {$size > 2} {
                if {$fields < 3 || ($length & 0xffff) + 5 > $size} {
                    return "malformed"
                }
                if {$kind == 0} {
                    set name [string range $hello [expr {$at + 5}] [expr {$at + 4 + ($length & 0xffff)}]]
                }
            }
        }
        incr at $size
    }
    return [list "hello" $name]
}
