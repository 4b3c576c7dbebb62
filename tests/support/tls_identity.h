#pragma once

#include <QSslCertificate>
#include <QSslKey>

/// A server at 127.0.0.1 that vouches for itself: nobody trusts it unless told to. Valid from 2020
/// to 2119, made with openssl (genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256; ca -selfsign
/// with basicConstraints CA:TRUE and subjectAltName IP:127.0.0.1). The key is no secret.
QSslCertificate tlsCertificate();
QSslKey tlsKey();
