# Stand-ins for the BIG-IP commands and events that the generated iRules use. Reads, from standard input, a TCL script of
# `setup` and `connection` commands and runs each connection against its setup. Every line of output is one fact:
# connection, request (-1 before the first), name, value, separated by tabs.
fconfigure stdin -encoding utf-8
fconfigure stdout -encoding utf-8 -buffering full

# What TCL 8.4 knows, less what an iRule may not use, plus the events and commands of an iRule: nothing else can be called.
set simulated {
    class active_members pool reject event persist log IP::client_addr LB::detach
    HTTP::host HTTP::path HTTP::uri HTTP::version HTTP::method HTTP::header HTTP::request HTTP::status HTTP::respond
    HTTP::redirect HTTP::retry HTTP::disable HTTP::has_responded
    TCP::collect TCP::payload TCP::release TCP::respond UDP::respond SCTP::respond
    SSL::enable SSL::disable SSL::profile SSL::extensions
}
set allowed [concat $simulated {
    append array binary break catch concat continue error eval expr for foreach format if incr info join lappend lindex
    linsert list llength lrange lreplace lsearch lset lsort regexp regsub return scan set split string subst switch unset
    while
    when proc call
}]

# setup NAME {iRule texts} {group {key value ...} ...} {pool active ...}
proc setup {name rules groups pools} {
    global simulated allowed child
    set child [interp create]
    foreach command $simulated {$child alias $command bigip $command}
    foreach {group records} $groups {
        array set data {}
        foreach {key value} $records {set data($key) $value}
        set ::groups($name,$group) [array get data]
        array unset data
    }
    set ::pools($name) $pools
    set ::interpreter($name) $child
    set ::handlers($name) {}
    # TCL itself leaves these behind when an error is caught.
    interp eval $child {set errorInfo ""; set errorCode NONE}
    # The draw comes from the test; every other function of expr stays.
    $child alias ::tcl::mathfunc::rand draw
    interp eval $child {foreach new {bool entier isqrt max min} {rename ::tcl::mathfunc::$new ""}}
    # `when` and `proc` declare; `call` finds the procedure of the iRule that is running.
    $child alias when declare_event $name
    interp eval $child {rename proc declare_procedure; namespace eval rule {}}
    $child alias proc declare_procedure $child
    $child alias call call_procedure $child
    set number 0
    foreach text $rules {
        set ::rule [incr number]
        interp eval $child [list namespace eval ::rule::$::rule {}]
        interp eval $child $text
    }
    # From here on only what is allowed can be called.
    foreach command [interp eval $child {info commands}] {
        if {[lsearch -exact $allowed $command] < 0} {$child hide $command}
    }
    set ::handlers($name) [lsort -integer -index 1 $::handlers($name)]
}

proc declare_event {name event args} {
    set priority [expr {[llength $args] == 3 ? [lindex $args 1] : 500}]
    lappend ::handlers($name) [list $event $priority $::rule [lindex $args end]]
}

proc declare_procedure {child name arguments body} {
    interp eval $child [list declare_procedure ::rule::${::rule}::$name $arguments $body]
}

proc call_procedure {child name args} {
    interp eval $child [list ::rule::${::rule}::$name {*}$args]
}

# connection ID SETUP {client ADDRESS draws {...} tls 0|1 clientTls 0|1 records {method key pool node port ...} segments {hex ...}
#   transport PROTOCOL reuse 0|1 serverTls 0|1 statuses {pool {status ...} ...}
#   requests {{host path query version method {header value ...}} ...}}
# With `reuse` a server-side connection serves until another pool is chosen or it is detached; else each request has its own.
proc connection {id name options} {
    global c
    array unset c
    array set c {client 10.0.0.1 draws {} tls 1 clientTls 1 records {} segments {} requests {} collecting 0 held 0 payload {} rejected 0
        disabled 0 passthrough 0 http 1 request -1 drawn 0 responded 0 error 0
        transport {} reuse 0 serverTls 0 statuses {} chosen {} linked {} detached 1 profile {} sni {} raw {} retry 0 status {}}
    array set c $options
    set c(id) $id
    set c(setup) $name
    set child $::interpreter($name)
    set globals [interp eval $child {info globals}]
    converse $child
    set c(request) -1
    tell end 1
    # Nothing is left for the next connection: variables live in a namespace of this one.
    catch {$child invokehidden namespace delete ::connection}
    if {[lsort [interp eval $child {info globals}]] ne [lsort $globals]} {
        tell error "global variables are left: [interp eval $child {info globals}]"
    }
}

proc converse {child} {
    global c
    fire $child CLIENT_ACCEPTED
    if {$c(rejected) || $c(error) || $c(transport) ne ""} return
    if {$c(tls)} {
        foreach segment $c(segments) {
            if {$c(rejected) || $c(error)} return
            append c(payload) [binary format H* $segment]
            if {$c(collecting)} {
                # The event comes once, unless the iRule asks for more; what was collected is held until it is released.
                set c(collecting) 0
                fire $child CLIENT_DATA
            }
        }
        if {$c(rejected) || $c(error)} return
        if {$c(held)} {
            tell stalled 1
            return
        }
        if {!$c(http) && ($c(passthrough) || !$c(clientTls))} {
            serve $child
            return
        }
        if {!$c(http) || $c(passthrough) || !$c(clientTls)} {
            tell error "HTTP is for connections whose TLS ends here, and for no others"
            return
        }
    }
    if {$c(tls)} {
        fire $child CLIENTSSL_HANDSHAKE
        if {$c(rejected) || $c(error)} return
    }
    foreach request $c(requests) {
        incr c(request)
        if {![exchange $child $request]} return
    }
}

# A request, its replays, and the answer. Returns 0 when the connection is over.
proc exchange {child request} {
    global c
    set sent {}
    set c(responded) 0
    while {[llength $sent] < 100} {
        foreach {c(host) c(path) c(query) c(version) c(method) c(headers)} $request {}
        set c(raw) "$c(method) [uri] HTTP/$c(version)\r\nHost: $c(host)\r\n"
        foreach {name value} $c(headers) {append c(raw) "$name: $value\r\n"}
        append c(raw) "\r\n"
        set c(retry) 0
        fire $child HTTP_REQUEST
        if {$c(rejected) || $c(error)} {return 0}
        if {$c(responded)} {return 1}
        if {![serve $child]} {return 0}
        lappend sent $c(chosen)
        if {[llength $sent] > 1} {tell sent $sent}
        fire $child HTTP_RESPONSE
        if {$c(rejected) || $c(error)} {return 0}
        if {!$c(retry)} {
            if {$c(status) != 200} {tell status $c(status)}
            return 1
        }
    }
    tell error "a request is replayed without end"
    return 0
}

# Connects to a server of the chosen pool, unless one is connected, and has its status. Returns 0 when that fails.
proc serve {child} {
    global c
    if {!$c(reuse) || $c(detached) || $c(linked) ne $c(chosen)} {
        array set c [list profile {} sni {} detached 0 linked $c(chosen)]
        fire $child SERVER_CONNECTED
        if {!$c(error) && $c(serverTls)} {fire $child SERVERSSL_CLIENTHELLO_SEND}
        if {$c(error)} {return 0}
    }
    foreach name {profile sni} {if {$c($name) ne ""} {tell $name $c($name)}}
    # Statuses of a pool are used up one by one; the last one stays.
    array set statuses $c(statuses)
    set c(status) 200
    if {[info exists statuses($c(chosen))]} {
        set left $statuses($c(chosen))
        set c(status) [lindex $left 0]
        if {[llength $left] > 1} {set statuses($c(chosen)) [lrange $left 1 end]}
        set c(statuses) [array get statuses]
    }
    return 1
}

proc fire {child event} {
    global c
    foreach handler $::handlers($c(setup)) {
        foreach {on priority ::rule body} $handler {}
        if {$on ne $event || $c(disabled)} continue
        set c(event) $event
        interp limit $child command -value [expr {[interp eval $child {info cmdcount}] + 100000}]
        set code [catch {$child invokehidden namespace eval ::connection $body} message]
        interp limit $child command -value {}
        if {$code == 1} {
            set c(error) 1
            tell error "$event: $message"
            return
        }
    }
}

proc draw {} {
    global c
    tell draw 1
    set value [lindex $c(draws) $c(drawn)]
    if {$value eq ""} {set value [lindex $c(draws) end]}
    incr c(drawn)
    return $value
}

proc tell {name value} {
    global c
    puts "$c(id)\t$c(request)\t$name\t[string map {\t { } \n { }} $value]"
}

proc only {event args} {
    global c
    if {[lsearch -exact $args $c(event)] < 0} {error "$event is not valid in $c(event)"}
}

proc bigip {command args} {
    global c
    if {$c(rejected) && $command ne "event"} {error "$command on a connection that is rejected"}
    switch -- $command {
        class {
            set what [lindex $args 0]
            if {$what eq "match" && [llength $args] == 4 && [lindex $args 2] eq "equals"} {
                foreach {- key - group} $args {}
                array set data [records $group]
                if {![string match *_allowSourceRange $group]} {return [info exists data($key)]}
                foreach range [array names data] {if {[in_range $key $range]} {return 1}}
                return 0
            }
            if {$what eq "lookup" && [llength $args] == 3} {
                foreach {- key group} $args {}
                array set data [records $group]
                return [expr {[info exists data($key)] ? $data($key) : ""}]
            }
            error "class $args"
        }
        active_members {
            array set active $::pools($c(setup))
            if {![info exists active([lindex $args 0])]} {error "no pool [lindex $args 0]"}
            return $active([lindex $args 0])
        }
        pool {
            array set active $::pools($c(setup))
            if {![info exists active([lindex $args 0])]} {error "no pool [lindex $args 0]"}
            if {$c(responded)} {error "a pool for a request that has its answer"}
            set c(chosen) [lindex $args 0]
            tell [expr {$c(event) eq "CLIENTSSL_HANDSHAKE" ? "standing" : "pool"}] [lindex $args 0]
            tell member [lrange $args 1 end]
        }
        reject {set c(rejected) 1; tell rejected 1}
        event {
            if {$args ne "disable all"} {error "event $args"}
            set c(disabled) 1
        }
        persist {
            set key [lindex $args [expr {[lindex $args 0] eq "lookup" ? 2 : 1}]]
            if {[lindex $args 0] eq "lookup"} {
                if {[lrange $key 1 end] ne "any pool"} {error "the record of any pool is wanted"}
                foreach {method data pool node port} $c(records) {
                    if {$method eq [lindex $args 1] && $data eq [lindex $key 0]} {
                        return [set [lindex $args 3]]
                    }
                }
                return ""
            }
            tell persist $args
        }
        HTTP::host {only $command HTTP_REQUEST; return $c(host)}
        HTTP::path {
            only $command HTTP_REQUEST
            if {[llength $args] == 0} {return $c(path)}
            if {$c(responded)} {error "a rewrite of a request that has its answer"}
            if {[lindex $args 0] eq ""} {error "an empty path"}
            set c(path) [lindex $args 0]
            tell path [lindex $args 0]
        }
        HTTP::uri {only $command HTTP_REQUEST; return [uri]}
        HTTP::method {only $command HTTP_REQUEST; return $c(method)}
        HTTP::request {only $command HTTP_REQUEST; return $c(raw)}
        HTTP::status {only $command HTTP_RESPONSE; return $c(status)}
        HTTP::retry {
            only $command HTTP_RESPONSE
            if {$c(responded) || $c(retry)} {error "a replay of a request that has its answer"}
            if {[llength $args] != 1 || [lindex $args 0] ne $c(raw)} {error "this is not the request: $args"}
            set c(retry) 1
            # It is balanced anew.
            set c(detached) 1
        }
        LB::detach {
            only $command HTTP_REQUEST
            if {$c(detached)} {error "there is nothing to detach from"}
            set c(detached) 1
        }
        HTTP::version {only $command HTTP_REQUEST; return $c(version)}
        HTTP::header {
            only $command HTTP_REQUEST
            array set headers $c(headers)
            set name [lindex $args 1]
            if {[lindex $args 0] eq "exists"} {return [info exists headers($name)]}
            if {[lindex $args 0] eq "value"} {return [expr {[info exists headers($name)] ? $headers($name) : ""}]}
            if {[lrange $args 0 1] ne "replace Host" || [lindex $args 2] eq ""} {error "HTTP::header $args"}
            if {$c(responded)} {error "a rewrite of a request that has its answer"}
            set c(host) [lindex $args 2]
            tell host [lindex $args 2]
        }
        HTTP::respond - HTTP::redirect {
            only $command HTTP_REQUEST HTTP_RESPONSE
            if {$c(responded) || $c(retry)} {error "a second answer"}
            set c(responded) 1
            tell answer [lindex $args 0]
        }
        HTTP::has_responded {only $command HTTP_REQUEST HTTP_RESPONSE; return $c(responded)}
        HTTP::disable {set c(http) 0}
        TCP::respond - UDP::respond - SCTP::respond {
            only $command CLIENT_ACCEPTED
            if {$command ne "[string toupper $c(transport)]::respond"} {error "$command on $c(transport)"}
            tell answer [lindex $args 0]
        }
        TCP::collect {only $command CLIENT_ACCEPTED CLIENT_DATA; set c(collecting) 1; set c(held) 1}
        TCP::payload {only $command CLIENT_DATA; return $c(payload)}
        TCP::release {only $command CLIENT_DATA; set c(collecting) 0; set c(held) 0}
        SSL::disable - SSL::enable {
            if {$args eq "serverside"} {
                tell serverTls [expr {$command eq "SSL::enable" ? "on" : "off"}]
            } elseif {$args eq "clientside" && $command eq "SSL::disable"} {
                set c(passthrough) 1
                tell clientTls off
            } else {
                error "$command $args"
            }
        }
        SSL::profile {only $command SERVER_CONNECTED; set c(profile) [lindex $args 0]}
        SSL::extensions {
            only $command SERVERSSL_CLIENTHELLO_SEND
            if {[lindex $args 0] ne "insert" || $c(sni) ne ""} {error "SSL::extensions $args"}
            set c(sni) [server_name [lindex $args 1]]
        }
        IP::client_addr {return $c(client)}
        log {}
        default {error "$command is not simulated"}
    }
}

proc records {group} {
    global c
    if {![info exists ::groups($c(setup),$group)]} {error "no data group $group"}
    return $::groups($c(setup),$group)
}

proc uri {} {
    global c
    return $c(path)[expr {$c(query) eq "" ? "" : "?$c(query)"}]
}

# The name in an extension server_name.
proc server_name {extension} {
    set sizes [expr {[binary scan $extension SSScSa* type size list kind length name] == 6 ? [string length $name] : -1}]
    if {"$type $size $list $kind $length" ne "0 [expr {$sizes + 5}] [expr {$sizes + 3}] 0 $sizes"} {error "no server_name"}
    return $name
}

# IPv4 addresses and CIDR ranges suffice here.
proc in_range {address range} {
    foreach {base bits} [split $range/32 /] break
    set number 0
    foreach part [split $address .] {set number [expr {$number * 256 + $part}]}
    set first 0
    foreach part [split $base .] {set first [expr {$first * 256 + $part}]}
    return [expr {($number >> (32 - $bits)) == ($first >> (32 - $bits))}]
}

eval [read stdin]
