package com.example.reactor.second;

import com.example.reactor.ServerUser;

class SecondUser2Tests extends ServerUser {

}
